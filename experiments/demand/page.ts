import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { percent } from '../compare/report/values';
import { baseStyle, inline } from '../report/assets';
import { htmlDocument } from '../report/document';
import { type Html, html } from '../report/html';
import { scaleOf, type Scale } from '../report/scale';
import { formatNumber, formatValue } from '../slis/units';
import type { DemandPoint } from './curve';
import { intervalText, named, objectiveText, rateText, repeatsText, unitOf, type DemandResult } from './result';
import type { Measurement } from './store';

const HEIGHT = 340;

/** The report of a search as one HTML file that needs nothing else: no network, no other file, no script. */
export function demandPage(result: DemandResult, measurements: readonly Measurement[]): string {
  const { id, stack, finishedAt, plan, workload, notes, curve } = result;
  const style = inline(`${baseStyle()}\n${readFileSync(join(__dirname, '../compare/report/style.css'), 'utf8')}`);
  const body = html`<header>
      <h1>Demand curve of ${workload.deployment}</h1>
      <p class="soft">
        Search ${id} of stack ${stack}, <time datetime="${finishedAt}">${finishedAt.replace('T', ' ')}</time>. The
        highest rate at which ${plan.from} to ${plan.to} replicas keep: ${plan.slos.map(objectiveText).join(', ')}.
      </p>
      ${
        notes.length === 0
          ? null
          : html`<ul class="warnings" aria-label="Notes">
              ${notes.map((note) => html`<li>${note}</li>`)}
            </ul>`
      }
    </header>
    <main>
      <section>
        <h2>Highest rate by replicas</h2>
        <p class="soft">
          Requests per second. The line joins the highest rates that were kept; the bars are their intervals. Filled
          points were kept, hollow ones missed. Dashed: as many times the first as there are replicas.
        </p>
        ${curve.length === 0 ? html`<p>No rate was kept.</p>` : html`${drawing(curve, measurements)} ${table(result)}`}
      </section>
      ${method(result)} ${measured(measurements, result)}
    </main>`;
  return htmlDocument({ title: `Demand curve ${id}`, style, body });
}

function drawing(curve: readonly DemandPoint[], measurements: readonly Measurement[]): Html {
  const points = measurements.flatMap(({ replicas, outcomes }) => outcomes.map((one) => ({ replicas, ...one })));
  // What was far beyond says nothing, and would press the rest together.
  const most = 1.3 * Math.max(...curve.map(({ rate, high }) => high ?? rate));
  const up = scaleOf([0, ...curve.map(({ rate }) => rate), most], { zero: true, linear: true });
  const numbers = curve.map(({ replicas }) => replicas);
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  const x = (replicas: number): string =>
    percent(0.1 + (first === last ? 0.4 : (0.8 * (replicas - first)) / (last - first)));
  const y = heightOf(up);
  const start = curve[0] as DemandPoint;
  const linear = (replicas: number): number => (start.rate * replicas) / start.replicas;
  const told = curve.map(
    (point) => `${named(point.replicas)}: ${rateText(point.rate)}/s, interval ${intervalText(point)}`,
  );
  return html`<svg
    class="plot"
    width="100%"
    height="${HEIGHT}"
    role="img"
    aria-label="Highest rate by replicas. ${told.join('; ')}."
  >
    ${up.ticks.map(
      (tick) =>
        html`<line class="grid" x1="0" x2="100%" y1="${y(tick)}" y2="${y(tick)}" />
          <text x="0" y="${y(tick)}" dy="-3">${formatNumber(tick)}/s</text>`,
    )}
    ${numbers.map((replicas) => html`<text x="${x(replicas)}" y="99%" text-anchor="middle">${replicas}</text>`)}
    <line class="front-line" x1="${x(first)}" x2="${x(last)}" y1="${y(linear(first))}" y2="${y(linear(last))}" />
    ${curve.slice(1).map((point, i) => {
      const before = curve[i] as DemandPoint;
      return html`<line
        class="line blue"
        x1="${x(before.replicas)}"
        x2="${x(point.replicas)}"
        y1="${y(before.rate)}"
        y2="${y(point.rate)}"
      />`;
    })}
    ${points
      .filter(({ rate, verdict, replicas }) => rate <= most && verdict !== 'invalid' && numbers.includes(replicas))
      .map(
        ({ replicas, rate, verdict }) =>
          html`<circle class="point ${verdict === 'pass' ? '' : 'hollow'}" cx="${x(replicas)}" cy="${y(rate)}" r="3">
            <title>${rate}/s ${verdict === 'pass' ? 'kept' : 'missed'}</title>
          </circle>`,
      )}
    ${curve.map(
      ({ replicas, rate, low, high }) =>
        html`<line
          class="median"
          x1="${x(replicas)}"
          x2="${x(replicas)}"
          y1="${y(low ?? rate)}"
          y2="${y(high ?? rate)}"
        />`,
    )}
  </svg>`;
}

const heightOf =
  (up: Scale) =>
  (rate: number): string =>
    percent(0.92 - 0.86 * up.at(rate));

const table = ({ curve }: DemandResult): Html =>
  html`<div class="scroll" role="region" aria-label="Demand curve" tabindex="0">
    <table class="demand">
      <thead>
        <tr>
          <th scope="col">Replicas</th>
          <th scope="col" class="value">Highest rate</th>
          <th scope="col" class="value">Interval, 1/s</th>
          <th scope="col" class="value">A replica</th>
        </tr>
      </thead>
      <tbody>
        ${curve.map(
          (point) =>
            html`<tr data-replicas="${point.replicas}">
              <th scope="row">${point.replicas}</th>
              <td class="value">${rateText(point.rate)}/s</td>
              <td class="value">${intervalText(point)}</td>
              <td class="value">${rateText(point.rate / point.replicas)}/s</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;

const method = ({ plan, measurements }: DemandResult): Html =>
  html`<section>
    <h2>Method</h2>
    <p>
      A ramp finds the region, then the interval is halved until it is at most ${formatNumber(plan.resolution * 100)} %
      wide. Each rate is sent in an open loop for ${plan.settle} s and then measured for ${plan.duration} s,
      ${repeatsText(plan.repeats)}: the capacity is the rate that is kept as often as not. ${measurements} measurements.
      Up to the lower end of an interval every single one kept the objectives, from its upper end on every one missed
      them.
    </p>
    <p>
      The replicas are a copy of the Deployment that no autoscaler knows. To use the curve: the key experiment.demand,
      docs/find-replicas.md.
    </p>
  </section>`;

const measured = (measurements: readonly Measurement[], { plan }: DemandResult): Html => {
  const slis = plan.slos.map(({ sli }) => sli);
  return html`<section>
    <h2>Measurements</h2>
    <div class="scroll" role="region" aria-label="Measurements" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Replicas</th>
            <th scope="col" class="value">Rate, 1/s</th>
            ${slis.map((sli) => html`<th scope="col" class="value">${sli}</th>`)}
            <th scope="col">Result</th>
          </tr>
        </thead>
        <tbody>
          ${measurements.flatMap(({ replicas, outcomes }) =>
            outcomes.map(
              ({ rate, slis: values, verdict }) =>
                html`<tr>
                  <td>${replicas}</td>
                  <td class="value">${rateText(rate)}</td>
                  ${slis.map((sli) => {
                    const value = (values as Readonly<Record<string, number | null | undefined>>)[sli];
                    return html`<td class="value">
                      ${value === null || value === undefined ? 'no answer' : formatValue(value, unitOf(sli))}
                    </td>`;
                  })}
                  <td class="word ${verdict}">${RESULTS[verdict]}</td>
                </tr>`,
            ),
          )}
        </tbody>
      </table>
    </div>
  </section>`;
};

const RESULTS = { pass: '✓ kept', fail: '✗ missed', invalid: '! not sent' } as const;
