import { calledBy } from './calls';
import type { CallSignals, GraphNode } from './types';

/**
 * For how long a service waits for each of those that it calls, ms a second: calls one after the other count with the whole of their time; of
 * calls at the same time only the slowest, on average, does.
 */
export function waitTimes(
  calls: Readonly<Record<string, CallSignals>>,
  groupsByPath: GraphNode['calls'] = {},
): { readonly service: string; readonly time: number }[] {
  const mean = (callee: string): number => calls[callee]?.latencyMean ?? 0;
  const groups = Object.values(groupsByPath)
    .flat()
    .map((group) => [...new Set(group.map((call) => calledBy(call).service))]);
  return Object.keys(calls).map((callee) => {
    const within = groups.filter((group) => group.includes(callee));
    const slowest = within.filter((group) => group.every((other) => mean(other) <= mean(callee)));
    const counts = within.length === 0 ? 1 : slowest.length / within.length;
    return { service: callee, time: (calls[callee]?.rate ?? 0) * mean(callee) * counts };
  });
}
