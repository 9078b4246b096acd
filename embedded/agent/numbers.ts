import { maxNodes } from '../plan/addresses';
import { mostAgentNodes } from './settings';

/** The lowest number of a node of the agent's; those below are the static nodes'. */
export const firstNumber = maxNodes - mostAgentNodes + 1;

/** Whether a node's number is one of the agent's. */
export const isAgents = (index: number): boolean => index >= firstNumber;

/**
 * The next free number after the `last` one, beginning again at the end: an address that was returned is given out again as late as
 * possible, when nothing remembers who had it before. Undefined when all are taken.
 */
export function nextNumber(last: number, taken: ReadonlySet<number>): number | undefined {
  const from = isAgents(last) ? last + 1 - firstNumber : 0;
  for (let step = 0; step < mostAgentNodes; step++) {
    const index = firstNumber + ((from + step) % mostAgentNodes);
    if (!taken.has(index)) return index;
  }
  return undefined;
}
