import type { Problem } from '../../stacks/problems';
import { SLI_NAMES } from '../slis/definitions';
import type { Slo } from '../types';
import type { Indicator, Objective } from './openslo';

/** Percentiles of the latency that a run has, by the share of the requests that they speak of. */
export const PERCENTILES: Readonly<Record<string, string>> = {
  '0.5': 'latencyP50',
  '0.9': 'latencyP90',
  '0.95': 'latencyP95',
  '0.99': 'latencyP99',
};

/**
 * OpenSLO objectives as ours.
 * - A ratio of requests: good/total is the availability, bad/total the error rate; the target is the bound.
 * - A threshold on `latency`, one value a request: a share `target` of the requests takes at most `value` ms, which is that percentile of the
 *   latencies being at most `value`.
 * - A threshold on an SLI, one value a run: it must hold, whatever the target.
 */
export function objectivesOf(
  { spec: { thresholdMetric, ratioMetric } }: Pick<Indicator, 'spec'>,
  objectives: readonly Objective[],
  path: string,
  problems: Problem[],
): Slo[] {
  const refuse = (key: string, value: unknown, allowed: string): Slo[] => {
    problems.push({ path: `${path}.${key}`, value, allowed });
    return [];
  };
  if (thresholdMetric !== undefined && objectives.length > 1)
    return refuse('objectives', objectives.length, 'one objective: OpenSLO has no more with a thresholdMetric');
  return objectives.flatMap(({ op, value, target }, index) => {
    const key = (name: string): string => `objectives[${index}].${name}`;
    if (thresholdMetric === undefined) {
      if (op !== undefined || value !== undefined)
        return refuse(key('op'), op ?? value, 'neither op nor value with a ratioMetric');
      return ratioMetric?.good === undefined
        ? [{ sli: 'errorRate', max: Number((1 - target).toFixed(12)) }]
        : [{ sli: 'availability', min: target }];
    }
    const { sli } = thresholdMetric.metricSource.spec;
    if (op === undefined) return refuse(key('op'), op, 'lte or gte');
    if (value === undefined) return refuse(key('value'), value, "a number in the SLI's unit");
    if (sli === 'latency') {
      const percentile = PERCENTILES[String(target)];
      if (op !== 'lte') return refuse(key('op'), op, 'lte, for a latency');
      if (percentile === undefined)
        return refuse(
          key('target'),
          target,
          `a share that a run has a percentile of: ${Object.keys(PERCENTILES).sort().join(', ')}`,
        );
      return [{ sli: percentile, max: value }];
    }
    if (!(SLI_NAMES as readonly string[]).includes(sli))
      return refuse('indicator', sli, `sli: latency (of each request), or of the run: ${SLI_NAMES.join(', ')}`);
    return [op === 'lte' ? { sli, max: value } : { sli, min: value }];
  });
}
