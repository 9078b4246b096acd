import { type Html, html } from '../../report/html';
import { SYMBOLS } from '../../report/symbols';
import { DEFINITIONS, type SliName } from '../../slis/definitions';
import { valueText } from '../../report/table';
import type { ReportedRun } from './model';

const SHOWN: readonly SliName[] = ['latencyP95', 'availability', 'podSeconds', 'reactionTime'];

/** Every run in the order in which they were run, each with its own report. */
export function runsSection(runs: readonly ReportedRun[]): Html {
  return html`<section id="runs">
    <h2>All runs</h2>
    <p class="soft">In the order in which they were run. The result is that of the run’s own objectives.</p>
    <div class="scroll" role="region" aria-label="All runs" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col" class="value">Block</th>
            <th scope="col">Load</th>
            <th scope="col">Variant</th>
            <th scope="col">Result</th>
            ${SHOWN.map((sli) => html`<th scope="col" class="value">${sli}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${runs
            .toSorted((a, b) => a.index - b.index || a.result.startedAt.localeCompare(b.result.startedAt))
            .map(
              ({ block, load, variant, result }) =>
                html`<tr>
                  <th scope="row"><a href="../../${result.id}/report.html">${result.id}</a></th>
                  <td class="value">${block + 1}</td>
                  <td>${load}</td>
                  <td>${variant}</td>
                  <td class="word ${result.verdict}">${SYMBOLS[result.verdict]} ${result.verdict}</td>
                  ${SHOWN.map((name) => {
                    const sli = result.slis[name] ?? { value: null, unit: DEFINITIONS[name].unit, description: '' };
                    return html`<td class="value">${valueText(sli)}</td>`;
                  })}
                </tr>`,
            )}
        </tbody>
      </table>
    </div>
  </section>`;
}
