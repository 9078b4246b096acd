import { DEFAULT_PRICES } from '../../prices';
import { topicOf } from '../../slis/definitions';
import type { Result, Sli } from '../../types';
import { type Html, html } from '../html';
import { objectiveOf, shownSlis, sliOrder, valueText } from '../table';
import { SYMBOLS } from '../symbols';

const OTHERS = 'Others';

/** The SLIs by topic. Those that are not known, and that nobody asks for, stand together with their reason. */
export function sliTable(result: Result): Html {
  const names = sliOrder(result.slis);
  const topics = [...new Set(names.map((name) => topicOf(name) ?? OTHERS))];
  return html`<section id="slis">
    <h2>Service level indicators</h2>
    <div class="scroll" role="region" aria-label="Service level indicators" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">SLI</th>
            <th scope="col" class="value">Value</th>
            <th scope="col">Result</th>
            <th scope="col">Objective</th>
            <th scope="col">Note</th>
          </tr>
        </thead>
        ${topics.map((topic) =>
          group(
            topic,
            names.filter((name) => (topicOf(name) ?? OTHERS) === topic),
            result,
          ),
        )}
      </table>
    </div>
    <p class="soft">${priceList(result)}</p>
  </section>`;
}

function group(topic: string, names: readonly string[], result: Result): Html {
  const shown = shownSlis(result);
  const hidden = names.filter((name) => !shown.includes(name));
  const reasons = [...new Set(hidden.map((name) => result.slis[name]?.reason))];
  return html`<tbody>
    <tr class="topic">
      <th scope="rowgroup" colspan="5">${topic}</th>
    </tr>
    ${names.filter((name) => shown.includes(name)).map((name) => row(name, result))}
    ${reasons.map((reason) => {
      const own = hidden.filter((name) => result.slis[name]?.reason === reason);
      return html`<tr>
        <th scope="row">${own.map((name, index) => html`${index > 0 ? ', ' : ''}${link(name)}`)}</th>
        <td class="value">unknown</td>
        <td></td>
        <td></td>
        <td class="soft">${reason}</td>
      </tr>`;
    })}
  </tbody>`;
}

const link = (name: string): Html => html`<a href="#def-${name}">${name}</a>`;

function row(name: string, result: Result): Html {
  const sli = result.slis[name] as Sli;
  const { asked, outcome } = objectiveOf(result, name, sli.unit);
  const mark = outcome === '' ? null : html`${SYMBOLS[outcome as keyof typeof SYMBOLS]} ${outcome}`;
  return html`<tr>
    <th scope="row">${link(name)}</th>
    <td class="value">${valueText(sli)}</td>
    <td class="word ${outcome}">${mark}</td>
    <td class="asked">${asked}</td>
    <td class="soft">${sli.reason}</td>
  </tr>`;
}

/** The prices that the costs are made with. */
function priceList({ spec, slis }: Result): string | null {
  if (slis['cost'] === undefined) return null;
  const { currency, vcpuHour, gibHour, nodeHour } = spec.prices ?? DEFAULT_PRICES;
  const price = (value: number): string => `${value} ${currency}`;
  const list = `${price(vcpuHour)} for a vCPU-hour, ${price(gibHour)} for a GiB-hour, ${price(nodeHour)} for a node-hour`;
  return `Price list: ${list}${spec.prices === undefined ? ' (AWS, us-east-1: Fargate and an m5.large, on demand)' : ''}.`;
}
