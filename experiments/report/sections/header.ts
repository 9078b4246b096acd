import { formatNumber } from '../../slis/units';
import type { Result } from '../../types';
import { type Html, html } from '../html';
import { SYMBOLS } from '../symbols';

/** The run, its verdict, and why. */
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
