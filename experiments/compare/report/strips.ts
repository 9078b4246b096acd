import { type Html, html } from '../../report/html';
import { scaleOf } from '../../report/scale';
import { DEFINITIONS, type SliName } from '../../slis/definitions';
import { formatValue } from '../../slis/units';
import type { Summary } from '../analysis';
import { isValid, type LoadAnalysis, type ReportedRun } from './model';
import { unitText, percent, numberText } from './values';

const SHOWN: readonly SliName[] = ['latencyP95', 'availability', 'podSeconds', 'reactionTime'];
const ROW = 48;
const AXIS = 24;

/** Every run as a point, for the SLIs that say most. */
export function stripCharts(analysis: LoadAnalysis, variants: readonly string[], runs: readonly ReportedRun[]): Html {
  const own = runs.filter(({ load }) => load === analysis.load);
  const strips = SHOWN.flatMap((sli) => {
    const summaries = analysis.slis.find((one) => one.sli === sli)?.summaries ?? [];
    return stripChart(sli, variants, own, summaries) ?? [];
  });
  return html`<h3>Every run</h3>
    <p class="soft">
      A point is a run, from top to bottom in the order in which they were run. The bar is the median, the box its
      interval. ▷: it had not ended, so it is at least this, and ranks as the worst. ×: invalid, in no number.
    </p>
    <div class="strips">${strips}</div>`;
}

interface Point {
  readonly run: ReportedRun;
  readonly value: number;
  readonly kind: 'valid' | 'atLeast' | 'invalid';
}

/** One SLI: a row for each variant on a common axis. Null where no run knows it. */
export function stripChart(
  sli: SliName,
  variants: readonly string[],
  runs: readonly ReportedRun[],
  summaries: readonly Summary[],
): Html | null {
  const { unit } = DEFINITIONS[sli];
  const points = runs.toSorted((a, b) => a.index - b.index).flatMap((run) => pointOf(run, sli) ?? []);
  if (points.length === 0) return null;
  const scale = scaleOf([
    ...points.map(({ value }) => value),
    ...summaries.flatMap(({ interval }) => [interval.low, interval.high]),
  ]);
  const x = (value: number): number => 0.03 + 0.94 * scale.at(value);
  const height = variants.length * ROW;
  const told = variants.map((variant) => words(variant, points, summaries, unit)).join('; ');
  return html`<figure>
    <figcaption>
      <h4>${sli}</h4>
      <span class="soft">${unitText(unit)}${scale.log ? ', logarithmic' : null}</span>
    </figcaption>
    <svg class="plot" width="100%" height="${height + AXIS}" role="img" aria-label="${sli} of every run. ${told}.">
      ${scale.ticks.map(
        (tick) =>
          html`<line class="grid" x1="${percent(x(tick))}" x2="${percent(x(tick))}" y1="0" y2="${height}" />
            <text x="${percent(x(tick))}" y="${height + 16}" text-anchor="middle">${numberText(tick, unit)}</text>`,
      )}
      ${variants.map((variant, index) => {
        const summary = summaries.find((one) => one.variant === variant);
        const own = points.filter(({ run }) => run.variant === variant);
        return html`<svg y="${index * ROW}" width="100%" height="${ROW}" overflow="visible">
          <text x="0" y="13" class="name">${variant}</text>
          ${summary === undefined || summary.medianIsBound ? null : box(summary, x)}
          ${own.map((point, place) => mark(point, x(point.value), unit, own.length === 1 ? 0.5 : place / (own.length - 1)))}
          ${summary === undefined || summary.medianIsBound ? null : bar(summary, x)}
        </svg>`;
      })}
    </svg>
  </figure>`;
}

function pointOf(run: ReportedRun, sli: SliName): Point | null {
  const { value = null, atLeast = null } = run.result.slis[sli] ?? {};
  if (value !== null) return { run, value, kind: isValid(run) ? 'valid' : 'invalid' };
  return atLeast === null ? null : { run, value: atLeast, kind: isValid(run) ? 'atLeast' : 'invalid' };
}

function box({ interval }: Summary, x: (value: number) => number): Html {
  const [low, high] = [x(interval.low), x(interval.high)];
  return html`<rect class="interval" x="${percent(low)}" width="${percent(high - low)}" y="19" height="26" />`;
}

function bar({ median }: Summary, x: (value: number) => number): Html {
  return html`<line class="median" x1="${percent(x(median))}" x2="${percent(x(median))}" y1="16" y2="48" />`;
}

const SHAPES = {
  valid: html`<circle r="4" class="point" />`,
  atLeast: html`<path d="M-4 -5L5 0L-4 5z" class="point hollow" />`,
  invalid: html`<path d="M-4 -4L4 4M-4 4L4 -4" class="cross" />`,
};

function mark({ run, value, kind }: Point, x: number, unit: string, place: number): Html {
  return html`<svg x="${percent(x)}" y="${(23 + place * 18).toFixed(1)}" overflow="visible" data-kind="${kind}">
    ${SHAPES[kind]}
    <title>${run.result.id}: ${kind === 'atLeast' ? 'over ' : null}${formatValue(value, unit)}</title>
  </svg>`;
}

function words(variant: string, points: readonly Point[], summaries: readonly Summary[], unit: string): string {
  const summary = summaries.find((one) => one.variant === variant);
  const values = points
    .filter(({ run }) => run.variant === variant)
    .map(({ value, kind }) => {
      const text = formatValue(value, unit);
      return kind === 'valid' ? text : kind === 'atLeast' ? `over ${text}` : `${text} (invalid)`;
    });
  const all = values.length === 0 ? 'unknown' : values.join(', ');
  const median = summary === undefined || summary.medianIsBound ? '' : `, median ${formatValue(summary.median, unit)}`;
  return `${variant}: ${all}${median}`;
}
