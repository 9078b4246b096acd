import { formatShort } from '../../slis/units';
import type { Chart } from '../charts';
import { summaryOf } from '../charts/values';
import { type Html, html } from '../html';

/** All charts, with what their shades and lines mean. */
export function chartSection(charts: readonly Chart[]): Html {
  return html`<section id="charts">
    <h2>Over time</h2>
    <p class="soft">
      One row a second, on the time since the load's start. Point at a chart to read all of them at that moment; drag to
      zoom, double-click to zoom out.
    </p>
    ${chartKey()}
    <p id="readout" role="status" data-idle="${IDLE}">${IDLE}</p>
    ${charts.map(figure)}
    <noscript><p>The charts need JavaScript. Their data is in the table below and in timeline.csv.</p></noscript>
  </section>`;
}

/** What the shades and lines of a chart mean. */
export function chartKey(): Html {
  return html`<ul class="key">
    ${KEY.map(([shape, text]) => html`<li>${shape}${text}</li>`)}
  </ul>`;
}

const IDLE = 'Point at a chart to see what happened then.';
const line = (style: Html): Html =>
  html`<svg width="26" height="12" viewBox="0 0 26 12" aria-hidden="true">${style}</svg>`;
const KEY: readonly (readonly [Html, string])[] = [
  [line(html`<rect width="26" height="12" fill="var(--band-warmup)" stroke="var(--rule)" />`), 'warm-up (in no SLI)'],
  [line(html`<rect width="26" height="12" fill="var(--band-cooldown)" stroke="var(--rule)" />`), 'cool-down'],
  [line(html`<rect width="26" height="12" fill="var(--band-gap)" stroke="var(--rule)" />`), 'gap in the recording'],
  [
    line(html`<rect width="26" height="12" fill="var(--band-violation)" stroke="var(--rule)" />`),
    'an objective is broken',
  ],
  [line(html`<path d="M13 0v12" stroke="var(--ink)" stroke-width="1.5" />`), 'load changes'],
  [
    line(html`<path d="M13 0v12" stroke="var(--mark)" stroke-width="1.5" stroke-dasharray="3 2" />`),
    'scaling, pod ready',
  ],
  [line(html`<path d="M0 6h26" stroke="var(--red)" stroke-width="1.5" stroke-dasharray="8 3" />`), 'objective'],
];

function figure({ id, title, unit, series, empty }: Chart): Html {
  const words = series.flatMap(({ label, values }) => {
    const found = summaryOf(values);
    return found === null ? [] : [`${label} ${formatShort(found.mean)} on average, ${formatShort(found.max)} at most`];
  });
  return html`<figure>
    <figcaption>
      <h3>${title}</h3>
      <span class="soft">${unit}</span>
    </figcaption>
    ${
      empty === undefined
        ? html`<div
            class="chart"
            id="chart-${id}"
            data-label="${title}, ${unit}: ${words.join('; ')}. The numbers are in the table below."
          ></div>`
        : html`<p class="soft">${empty}</p>`
    }
  </figure>`;
}
