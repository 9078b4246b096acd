import { type Html, html } from '../../../report/html';
import { isValid, type LoadAnalysis, type ReportedRun } from '../model';
import { figure } from './figure';
import { PANELS, type Line, type Timed } from './panels';
import { thinned, typicalRun } from './rows';

/** Points of one line: finer is no wider on any screen, and the page stays small. */
const POINTS = 400;

/** A chart over time for each variant, all on the same axes. */
export function overTime({ load }: LoadAnalysis, variants: readonly string[], runs: readonly ReportedRun[]): Html {
  const own = runs.filter((run): run is Timed => run.load === load && run.timeline !== undefined);
  const valid = own.filter(isValid);
  if (valid.length === 0)
    return html`<h3>Over time</h3>
      <p>No valid run has a timeline.csv.</p>`;
  const step = Math.max(1, ...valid.map(({ timeline }) => Math.ceil(timeline.length / POINTS)));
  const thin = valid.map((run) => ({ ...run, timeline: thinned(run.timeline, step) }));
  const end = Math.max(...thin.map(({ timeline }) => timeline.at(-1)?.second ?? 0), 1);
  const scales = PANELS.map(({ lines, scale }) => scale(lines.flatMap(({ field }) => all(thin, field))));
  const charts = variants.flatMap((variant) => {
    const ofVariant = thin.filter((run) => run.variant === variant);
    const typical = typicalRun(ofVariant);
    return typical === undefined ? [] : [figure(typical, ofVariant, { end, scales })];
  });
  return html`<h3>Over time</h3>
    <p class="soft">
      Of each variant the run with the median p95; its other runs are thin. All have the same axes; time is since the
      load’s start, the shaded parts are warm-up and cool-down. Dashed upright lines: more or fewer replicas were
      desired, and how many.
      ${step === 1 ? null : `A point is ${step} s: rates are means, p95 is the highest, replicas are the last.`}
    </p>
    <div class="strips">${charts}</div>`;
}

const all = (runs: readonly Timed[], field: Line['field']): number[] =>
  runs.flatMap(({ timeline }) => timeline.flatMap((row) => row[field] ?? []));
