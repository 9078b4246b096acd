import { stringify } from 'yaml';
import { DEFINITIONS, SLI_NAMES } from '../slis/definitions';
import type { TimelineRow } from '../slis/timeline';
import { formatNumber } from '../slis/units';
import type { Result } from '../types';
import type { Chart } from './charts';
import { summaryOf } from './charts/values';
import { type Html, html } from './html';

/** What stands beside a verdict, so that colour alone never tells it. */
export const SYMBOLS = { pass: '✓', fail: '✗', invalid: '!', unknown: '?' } as const;

export function header(result: Result): Html {
  const { spec, target, stack, id, startedAt, endedAt } = result;
  const seconds = (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  return html`<header>
    <div class="head">
      <h1>${spec.name}: ${target.autoscaler.name} on ${target.workload.deployment}</h1>
      <span class="verdict ${result.verdict}">${SYMBOLS[result.verdict]} ${result.verdict.toUpperCase()}</span>
    </div>
    <p class="soft">
      Run ${id} of stack ${stack}, <time datetime="${startedAt}">${startedAt.replace('T', ' ')}</time>${
        Number.isFinite(seconds) ? `, ${formatNumber(seconds)} s` : ''
      }
    </p>
    <ul class="reasons">
      ${result.reasons.map((reason) => html`<li>${reason}</li>`)}
    </ul>
    ${
      result.warnings.length === 0
        ? null
        : html`<ul class="warnings" aria-label="Warnings">
            ${result.warnings.map((warning) => html`<li>${warning}</li>`)}
          </ul>`
    }
  </header>`;
}

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

function formatShort(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}

/** Rows of the data table: more would help nobody, and timeline.csv has them all. */
const TABLE_ROWS = 120;

export function dataTable(rows: readonly TimelineRow[]): Html {
  const step = Math.max(1, Math.ceil(rows.length / TABLE_ROWS));
  const shown = rows.filter((_, index) => index % step === 0);
  const head = [
    'second',
    'offered/s',
    'served/s',
    'failed/s',
    'p50 ms',
    'p95 ms',
    'p99 ms',
    'desired',
    'created',
    'ready',
    'metric',
    'target',
    'CPU cores',
  ];
  const text = (value: number | null): string => (value === null ? '' : formatShort(value));
  return html`<details>
    <summary>The charts as a table (every ${step === 1 ? 'second' : `${step} s`})</summary>
    <p>
      Every second is in <a href="timeline.csv">timeline.csv</a>, the events in <a href="events.csv">events.csv</a>.
    </p>
    <div class="scroll" role="region" aria-label="The charts as a table" tabindex="0">
      <table>
        <thead>
          <tr>
            ${head.map((name) => html`<th scope="col" class="value">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            (row) =>
              html`<tr>
                ${[row.offered, row.served, row.failed, row.p50, row.p95, row.p99].reduce<Html[]>(
                  (cells, value) => [...cells, html`<td class="value">${text(value)}</td>`],
                  [html`<th scope="row" class="value">${row.second}</th>`],
                )}
                ${[row.desired, row.created, row.ready].map((value) => html`<td class="value">${value}</td>`)}
                ${[row.metric, row.target].map((value) => html`<td class="value">${text(value)}</td>`)}
                <td class="value">${row.cpuUsage?.toFixed(3)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

export function eventsTable(marks: readonly { at: number; label: string }[]): Html | null {
  if (marks.length === 0) return null;
  return html`<details>
    <summary>Load changes and scale events (${marks.length})</summary>
    <div class="scroll" role="region" aria-label="Load changes and scale events" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col" class="value">second</th>
            <th scope="col">what happened</th>
          </tr>
        </thead>
        <tbody>
          ${marks.map(
            ({ at, label }) =>
              html`<tr>
                <td class="value">${at.toFixed(2)}</td>
                <td>${label}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

export function checksSection({ checks }: Result): Html | null {
  if (checks.length === 0) return null;
  return html`<section id="checks">
    <h2>Cross-checks</h2>
    <p>
      Numbers that two sources have, over the whole load with its warm-up. One that does not agree makes the run
      invalid; where the autoscaler does not do as its rules say, it is a warning.
    </p>
    <div class="scroll" role="region" aria-label="Cross-checks" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col" class="value">Here</th>
            <th scope="col" class="value">There</th>
            <th scope="col" class="value">May differ by</th>
            <th scope="col">Result</th>
          </tr>
        </thead>
        <tbody>
          ${checks.map(({ name, value, reference, tolerance, ok, note }) => {
            const outcome = ok === null ? 'unknown' : ok ? 'pass' : 'fail';
            return html`<tr>
              <th scope="row">${name}${note === undefined ? null : html`<br /><span class="soft">${note}</span>`}</th>
              <td class="value">${value === null ? 'unknown' : formatNumber(value)}</td>
              <td class="value">${reference === null ? 'unknown' : formatNumber(reference)}</td>
              <td class="value">${formatNumber(tolerance * 100)} %</td>
              <td class="word ${outcome}">
                ${SYMBOLS[outcome]} ${outcome === 'pass' ? 'agrees' : outcome === 'fail' ? 'differs' : outcome}
              </td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  </section>`;
}

export function environmentSection({ environment, window, target }: Result): Html {
  const { kubernetes, loadGenerator, host, nodes } = environment;
  const entries: readonly (readonly [string, string])[] = [
    ['Kubernetes', kubernetes ?? 'unknown'],
    ['Load generator', loadGenerator ?? 'unknown'],
    ['Host', `${host.cpus} CPUs, ${formatNumber(host.memoryBytes / 2 ** 30)} GiB, Node.js ${host.node}`],
    ...nodes.map(
      (node) =>
        [
          `Node ${node.name}`,
          `${node.cpu} CPU, ${node.memory}; kubelet ${node.kubelet}, ${node.runtime}, kernel ${node.kernel}`,
        ] as const,
    ),
    [
      'Workload',
      `${target.workload.namespace}/${target.workload.deployment}, service ${target.workload.service}:${target.workload.port}`,
    ],
    ['Measured window', window.measuredFrom === null ? 'none' : `${window.measuredFrom} to ${window.measuredTo}`],
    ['Observed until', window.observedTo ?? 'unknown'],
  ];
  return html`<section id="environment">
    <h2>Environment</h2>
    <dl>
      ${entries.map(
        ([term, text]) =>
          html`<dt>${term}</dt>
            <dd>${text}</dd>`,
      )}
    </dl>
  </section>`;
}

/** The configuration of a stack that asks for the same again. */
export function reproduction({ spec, target }: Result): string {
  const { name, settings } = target.autoscaler;
  return stringify({
    config: {
      'autoscaling-testbed:autoscaler': name,
      'autoscaling-testbed:settings': { [name]: settings },
      'autoscaling-testbed:experiment': spec,
    },
  });
}

export function reproductionSection(result: Result): Html {
  return html`<section id="again">
    <h2>How to run it again</h2>
    <p>
      With this in Pulumi.${result.stack}.yaml: <code>npm run up</code>, or <code>pulumi up</code>. A run without a
      change of configuration: <code>npm run up -- --rerun</code>.
    </p>
    <pre>${reproduction(result)}</pre>
  </section>`;
}

export function definitionsSection(): Html {
  return html`<section id="definitions">
    <h2>What the numbers mean</h2>
    <p>
      The measured window goes from the end of the warm-up to the end of the load. A request belongs to it if it was
      sent in it, whenever it was answered. A value that cannot be known is unknown, never 0, and makes the run invalid
      if it is one of the core SLIs or an objective asks for it.
    </p>
    <dl>
      ${SLI_NAMES.map((name) => {
        const { description, unit, source }: { description: string; unit: string; source?: string } = DEFINITIONS[name];
        return html`<dt id="def-${name}">${name}</dt>
          <dd>
            ${description} Unit:
            ${unit === 'share' ? 'share, shown in percent' : unit}.${source === undefined ? null : ` After: ${source}.`}
          </dd>`;
      })}
    </dl>
  </section>`;
}
