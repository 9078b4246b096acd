import { DEFINITIONS, SLI_NAMES } from '../../slis/definitions';
import { type Html, html } from '../html';

/** What every SLI means; the tables point here. */
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
