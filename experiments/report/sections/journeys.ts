import type { JourneyResult, SentRequests } from '../../slis/journeys';
import { formatNumber } from '../../slis/units';
import type { Result } from '../../types';
import { html, type Html } from '../html';

/** The load's journeys and their steps over the measured window. Null where each request stands alone. */
export function journeysSection({ journeys }: Pick<Result, 'journeys'>): Html | null {
  if (journeys === undefined) return null;
  return html`<section id="journeys">
    <h2>Journeys</h2>
    <p>
      What users came for: how many journeys began and came to their last step in the measured window, and what became
      of the requests of each.
    </p>
    <div class="scroll" role="region" aria-label="Journeys" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Journey or step</th>
            ${['begun', 'finished', 'sent', 'failed', 'p50, ms', 'p95, ms', 'p99, ms'].map((title) => html`<th scope="col" class="value">${title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${journeys.map(rows)}
        </tbody>
      </table>
    </div>
  </section>`;
}

function rows({ name, begun, finished, steps, ...requests }: JourneyResult): Html[] {
  return [
    row(name, begun, finished, requests),
    ...steps.map(({ method, path, ...own }) => row(`${method} ${path}`, null, null, own)),
  ];
}

function row(name: string, begun: number | null, finished: number | null, of: SentRequests): Html {
  const values = [begun, finished, of.sent, of.failed, of.latencyP50, of.latencyP95, of.latencyP99];
  return html`<tr>
    <th scope="row">${name}</th>
    ${values.map((value) => html`<td class="value">${value === null ? '–' : formatNumber(Number(value.toPrecision(6)))}</td>`)}
  </tr>`;
}
