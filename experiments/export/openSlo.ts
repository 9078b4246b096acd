import { stringify } from 'yaml';
import { PERCENTILES } from '../slos/objectives';
import type { Result, Slo } from '../types';

const API = 'openslo/v1';
/** OpenSLO asks for a target below 1 also where there is one value a run, which simply has to hold. */
const ONE_VALUE = 0.99;

const source = (spec: object) => ({ metricSource: { type: 'autoscaling-testbed', spec } });

/** A run's objectives as OpenSLO documents, which `experiment.sloFile` takes. */
export function openSlo({ spec, target }: Pick<Result, 'spec' | 'target'>): string {
  const documents = spec.slos.flatMap(bounds).map((slo, index) => ({
    apiVersion: API,
    kind: 'SLO',
    metadata: { name: `${slo.sli.toLowerCase()}-${index + 1}` },
    spec: { service: target.workload.service, budgetingMethod: 'Occurrences', ...objective(slo) },
  }));
  return documents.map((one) => stringify(one)).join('---\n');
}

/** Each bound by itself. */
const bounds = ({ sli, min, max }: Slo): Slo[] => [
  ...(min === undefined ? [] : [{ sli, min }]),
  ...(max === undefined ? [] : [{ sli, max }]),
];

function objective({ sli, min, max }: Slo): object {
  const isShare = (value: number | undefined): value is number => value !== undefined && value >= 0 && value < 1;
  const ratio = (kind: object, goal: number) => ({
    indicator: { spec: { ratioMetric: { counter: true, ...kind, total: source({ requests: 'all' }) } } },
    objectives: [{ target: goal }],
  });
  if (sli === 'availability' && isShare(min)) return ratio({ good: source({ requests: 'served' }) }, min);
  const succeeded = max === undefined ? undefined : Number((1 - max).toFixed(12));
  if (sli === 'errorRate' && isShare(succeeded)) return ratio({ bad: source({ requests: 'failed' }) }, succeeded);
  const percentile = Object.keys(PERCENTILES).find((share) => PERCENTILES[share] === sli);
  const asPercentile = percentile !== undefined && max !== undefined;
  return {
    indicator: { spec: { thresholdMetric: source({ sli: asPercentile ? 'latency' : sli }) } },
    objectives: [
      {
        op: max === undefined ? 'gte' : 'lte',
        value: max ?? min,
        target: asPercentile ? Number(percentile) : ONE_VALUE,
      },
    ],
  };
}
