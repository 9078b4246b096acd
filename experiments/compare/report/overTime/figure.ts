import { type Html, html } from '../../../report/html';
import type { Scale } from '../../../report/scale';
import { formatNumber } from '../../../slis/units';
import { clock, percent } from '../values';
import { PANELS, type Line, type Panel, type Timed } from './panels';
import { pathOf } from './path';
import { rescales, type Rescale } from './rows';

/** Heights of a panel's heading, of the panel itself, of what is between two, and of the axis; pixels. */
const [HEAD, PLOT, GAP, AXIS] = [32, 84, 10, 20];

/** What the charts of all variants share. */
export interface Axes {
  /** Seconds since the load's start. */
  readonly end: number;
  /** Of each panel. */
  readonly scales: readonly Scale[];
}

/** A chart of one variant. @param runs all of the variant */
export function figure(run: Timed, runs: readonly Timed[], axes: Axes): Html {
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
