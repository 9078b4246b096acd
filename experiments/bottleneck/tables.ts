import { html, type Html } from '../report/html';
import type { GraphNode } from '../services/types';
import { number, percent } from './numbers';
import { isCritical, type Drawn } from './picture';
import { calleesIn } from './text';
import type { Level } from './types';

/** A table whose first column names its rows. */
export function tableOf(name: string, head: readonly string[], rows: readonly (readonly string[])[]): Html {
  const [first = '', ...others] = head;
  return html`<div class="scroll" role="region" aria-label="${name}" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">${first}</th>
          ${others.map((title) => html`<th scope="col" class="value">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([title, ...cells]) =>
            html`<tr>
              <th scope="row">${title}</th>
              ${cells.map((cell) => html`<td class="value">${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** The calls of the graph, what the picture says of them. */
export function callsTable(found: Drawn, { services }: Pick<Level, 'services'>, graph: readonly GraphNode[]): Html {
  const rows = graph.flatMap(({ name }) =>
    calleesIn(graph, name).map((callee) => {
      const call = services[name]?.calls[callee];
      return [
        `${name} → ${callee}`,
        `${number(call?.rate)}/s`,
        percent(call?.errorShare),
        `${number(call?.latencyMean)} ms`,
        `${number(call?.latencyP95)} ms`,
        isCritical(found, name, callee) ? 'yes' : '',
      ];
    }),
  );
  return tableOf('Calls', ['Call', 'Rate', 'Failed', 'Mean', 'p95', 'Critical path'], rows);
}
