import { formatShort } from '../../slis/units';
import type { TimelineRow } from '../../slis/timeline';
import type { ChartPage } from '../charts';
import { type Html, html } from '../html';

/** Rows of the data table: more would help nobody, and timeline.csv has them all. */
const TABLE_ROWS = 120;

/** What the charts show, as a table. */
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

/** What the charts mark, as a table; none where there is nothing. */
export function eventsTable(marks: ChartPage['marks']): Html | null {
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
