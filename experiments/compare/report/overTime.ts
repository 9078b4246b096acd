import { type Html, html } from '../../report/html';
import { scaleOf, type Scale } from '../../report/scale';
import type { TimelineRow } from '../../slis/timeline';
import { formatNumber } from '../../slis/units';
import { isValid, type LoadAnalysis, type ReportedRun } from './model';
import { clock, percent } from './values';

interface Timed extends ReportedRun {
  readonly timeline: readonly TimelineRow[];
}

interface Panel {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly Line[];
  /** Of the values of all variants. */
  readonly scale: (values: readonly number[]) => Scale;
}

interface Line {
  readonly field: 'offered' | 'served' | 'p95' | 'ready';
  readonly tone: string;
  readonly steps?: true;
  /** Of the other runs of the variant too. */
  readonly every: boolean;
}

const fromZero = (values: readonly number[]): Scale => scaleOf(values, { zero: true, linear: true });
const PANELS: readonly Panel[] = [
  {
    title: 'Offered (dashed) and served',
    unit: 'requests/s',
    lines: [
      { field: 'offered', tone: 'neutral', steps: true, every: false },
      { field: 'served', tone: 'blue', every: true },
    ],
    scale: fromZero,
  },
  {
    title: 'p95',
    unit: 'ms',
    lines: [{ field: 'p95', tone: 'orange', every: true }],
    // A refused connection has a latency of 0.
    scale: (values) => scaleOf(values.filter((value) => value > 0)),
  },
  {
    title: 'Ready replicas',
    unit: 'replicas',
    lines: [{ field: 'ready', tone: 'green', steps: true, every: true }],
    scale: fromZero,
  },
];

/** Points of one line: finer is no wider on any screen, and the page stays small. */
const POINTS = 400;
const [HEAD, PLOT, GAP, AXIS] = [32, 84, 10, 20];

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

/** The run that has the median p95 of those given: of an even number, the better one in the middle. */
export function typicalRun<T extends Pick<ReportedRun, 'result'>>(runs: readonly T[]): T | undefined {
  const p95 = ({ result }: T): number => result.slis['latencyP95']?.value ?? Infinity;
  const ascending = runs.toSorted((a, b) => (p95(a) === p95(b) ? 0 : p95(a) - p95(b)));
  return ascending[Math.floor((ascending.length - 1) / 2)];
}

/** From the load's start on, `step` rows as one. */
export function thinned(rows: readonly TimelineRow[], step: number): TimelineRow[] {
  const loaded = rows.filter(({ second }) => second !== null && second >= 0);
  if (step === 1) return loaded;
  return Array.from({ length: Math.ceil(loaded.length / step) }, (_, index) => {
    const group = loaded.slice(index * step, (index + 1) * step);
    const mean = (values: readonly (number | null)[]): number | null =>
      values.includes(null) ? null : values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / values.length;
    const highest = group.reduce<number | null>(
      (most, { p95 }) => (p95 === null ? most : Math.max(most ?? 0, p95)),
      null,
    );
    const last = group.at(-1)!;
    return {
      ...group[0]!,
      offered: mean(group.map(({ offered }) => offered)),
      served: mean(group.map(({ served }) => served)) ?? 0,
      p95: highest,
      ready: last.ready,
      desired: last.desired,
    };
  });
}

export interface Rescale {
  readonly second: number;
  readonly from: number;
  readonly to: number;
}

/** When another number of replicas was desired. */
export function rescales(rows: readonly Pick<TimelineRow, 'second' | 'desired'>[]): Rescale[] {
  const found: Rescale[] = [];
  let before: number | null = null;
  for (const { second, desired } of rows) {
    if (desired === null) continue;
    if (before !== null && desired !== before) found.push({ second: second ?? 0, from: before, to: desired });
    before = desired;
  }
  return found;
}

const all = (runs: readonly Timed[], field: Line['field']): number[] =>
  runs.flatMap(({ timeline }) => timeline.flatMap((row) => row[field] ?? []));

interface Axes {
  readonly end: number;
  readonly scales: readonly Scale[];
}

function figure(run: Timed, runs: readonly Timed[], axes: Axes): Html {
  const { variant, result, timeline } = run;
  const height = PANELS.length * (HEAD + PLOT + GAP) + AXIS;
  const marks = rescales(timeline);
  return html`<figure>
    <figcaption>
      <h4>${variant}</h4>
      <span class="soft">
        run <a href="../../${result.id}/report.html">${result.id}</a>,
        <a href="../../${result.id}/timeline.csv">timeline.csv</a>
      </span>
    </figcaption>
    <svg class="plot" width="100%" height="${height}" role="img" aria-label="${words(run, marks)}">
      ${bands(run, axes.end, height - AXIS)} ${timeAxis(axes.end, height)}
      ${PANELS.map((panel, index) => drawn(panel, axes.scales[index]!, index * (HEAD + PLOT + GAP), run, runs, axes.end))}
      ${arrows(marks, axes.end, height - AXIS)}
    </svg>
  </figure>`;
}

function bands({ result, timeline }: Timed, end: number, height: number): Html[] {
  const loadEnd = timeline.find(({ phase }) => phase === 'cooldown')?.second ?? end;
  return [
    { kind: 'warmup', from: 0, to: result.spec.warmup },
    { kind: 'cooldown', from: loadEnd, to: end },
  ].map(
    ({ kind, from, to }) =>
      html`<rect
        class="${kind}"
        x="${percent(from / end)}"
        width="${percent(Math.max(0, to - from) / end)}"
        y="0"
        height="${height}"
      />`,
  );
}

const INTERVALS = [10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200];

function timeAxis(end: number, height: number): Html[] {
  const interval = INTERVALS.find((seconds) => end / seconds <= 5) ?? 86400;
  return Array.from({ length: Math.floor(end / interval) + 1 }, (_, index) => {
    const x = (index * interval) / end;
    return html`<line class="grid" x1="${percent(x)}" x2="${percent(x)}" y1="0" y2="${height - AXIS}" />
      <text x="${percent(x)}" y="${height - 5}" text-anchor="${index === 0 ? 'start' : x > 0.95 ? 'end' : 'middle'}">
        ${clock(index * interval)}
      </text>`;
  });
}

function drawn(panel: Panel, scale: Scale, top: number, run: Timed, runs: readonly Timed[], end: number): Html {
  const { title, unit, lines } = panel;
  const path = (line: Line, { timeline }: Timed, kind: string): Html =>
    html`<path
      class="line ${line.tone} ${kind}"
      d="${pathOf(
        timeline.map((row) => [(row.second ?? 0) / end, row[line.field]]),
        scale,
        line.steps,
      )}"
    />`;
  const ticks = scale.ticks.filter((_, index) => scale.ticks.length < 5 || index % 2 === 0);
  return html`<svg y="${top}" width="100%" height="${HEAD + PLOT}" overflow="visible">
    <text x="0" y="13" class="name">
      ${title}
      <tspan class="unit" dx="6">${unit}${scale.log ? ', logarithmic' : null}</tspan>
    </text>
    <svg y="${HEAD}" width="100%" height="${PLOT}" viewBox="0 0 1000 100" preserveAspectRatio="none">
      ${ticks.map((tick) => {
        const y = (100 - 100 * scale.at(tick)).toFixed(1);
        return html`<path class="grid" d="M0 ${y}H1000" />`;
      })}
      ${lines.filter(({ every }) => every).map((line) => runs.filter((one) => one !== run).map((one) => path(line, one, 'thin')))}
      ${lines.map((line) => path(line, run, ''))}
    </svg>
    ${ticks.map(
      (tick) =>
        html`<text class="tick" x="2" y="${(HEAD + PLOT * (1 - scale.at(tick)) - 2).toFixed(1)}">
          ${formatNumber(tick)}
        </text>`,
    )}
  </svg>`;
}

/** Through points in 1000 by 100; interrupted where a value is not known. */
export function pathOf(
  points: readonly (readonly [x: number, value: number | null])[],
  scale: Scale,
  steps = false,
): string {
  let last = '';
  return points
    .map(([share, value]) => {
      const before = last;
      if (value === null) {
        last = '';
        return '';
      }
      const [x, y] = [(share * 1000).toFixed(1), (100 - 100 * scale.at(value)).toFixed(1)];
      last = y;
      if (before === '') return `M${x} ${y}`;
      if (!steps) return `L${x} ${y}`;
      return before === y ? `H${x}` : `H${x}V${y}`;
    })
    .join('');
}

/** Numbers only where there is room for them: 5 % is the width of one on a narrow screen. */
function arrows(marks: readonly Rescale[], end: number, height: number): Html[] {
  let labelled = -1;
  return marks.map(({ second, from, to }) => {
    const x = second / end;
    const room = x - labelled >= 0.055;
    if (room) labelled = x;
    return html`<line class="mark" x1="${percent(x)}" x2="${percent(x)}" y1="0" y2="${height}" />${
        room
          ? html`<text class="mark-label" x="${percent(x)}" dx="2" y="${height - PLOT - GAP + 10}">
              ${to > from ? '↑' : '↓'}${to}
            </text>`
          : null
      }`;
  });
}

function words({ variant, timeline }: Timed, marks: readonly Rescale[]): string {
  const most = (field: Line['field']): string => {
    const values = timeline.flatMap((row) => row[field] ?? []);
    return values.length === 0 ? 'unknown' : formatNumber(Number(Math.max(...values).toPrecision(3)));
  };
  const scaling =
    marks.length === 0
      ? 'the desired replicas never change'
      : `desired replicas: ${marks.map(({ second, to }) => `${to} at ${clock(second)}`).join(', ')}`;
  return `${variant} over time. At most ${most('offered')} requests/s offered, ${most('served')} served, p95 ${most('p95')} ms, ${most('ready')} replicas ready; ${scaling}.`;
}
