import type { Result, Sli } from '../../types';
import { type Html, html } from '../html';
import { objectiveOf, valueText } from '../table';
import { SYMBOLS } from '../symbols';

/** What people ask first, besides the objectives: how good, how quick, how much. */
const FIRST = ['latencyP95', 'availability', 'reactionTime', 'replicasMax', 'costPerMillionGood'];

/** Names of the SLIs that stand above all else: those with an objective, then what people ask first. */
export function glanceNames({ slis, slos }: Pick<Result, 'slis' | 'slos'>): string[] {
  return [...new Set([...slos.map(({ sli }) => sli), ...FIRST])].filter((name) => name in slis);
}

/** A run at a glance. */
export function glance(result: Result): Html {
  return html`<dl class="glance" aria-label="At a glance">
    ${glanceNames(result).map((name) => tile(name, result))}
  </dl>`;
}

function tile(name: string, result: Result): Html {
  const sli = result.slis[name] as Sli;
  const { asked, outcome } = objectiveOf(result, name, sli.unit);
  return html`<div>
    <dt>${name}</dt>
    <dd>
      <span class="figure">${valueText(sli)}</span>
      ${
        outcome === ''
          ? null
          : html`<span class="word ${outcome}">${SYMBOLS[outcome as keyof typeof SYMBOLS]} ${asked}</span>`
      }
    </dd>
  </div>`;
}
