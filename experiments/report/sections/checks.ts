import { formatNumber } from '../../slis/units';
import type { Result } from '../../types';
import { type Html, html } from '../html';
import { SYMBOLS } from '../symbols';

/** The numbers that two sources have; none where there are none. */
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
