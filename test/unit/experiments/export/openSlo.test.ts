import { parse } from 'yaml';
import { openSlo } from '../../../../experiments/export/openSlo';
import { readObjectives } from '../../../../experiments/slos/openslo';
import type { Result, Slo } from '../../../../experiments/types';

const written = (...slos: Slo[]): string =>
  openSlo({ spec: { slos }, target: { workload: { service: 'sample' } } } as unknown as Result);

it('is read again as the same objectives', () => {
  const slos = [
    { sli: 'latencyP95', max: 500 },
    { sli: 'latencyP50', min: 1 },
    { sli: 'availability', min: 0.99 },
    { sli: 'errorRate', max: 0.001 },
    { sli: 'replicasMax', max: 6 },
    // No target that OpenSLO has: it is below 1.
    { sli: 'availability', min: 1 },
    { sli: 'errorRate', max: 0 },
  ];
  expect(readObjectives(written(...slos))).toEqual({ slos, problems: [] });
  expect(readObjectives(written({ sli: 'servedRate', min: 5, max: 9 })).slos).toEqual([
    { sli: 'servedRate', min: 5 },
    { sli: 'servedRate', max: 9 },
  ]);
});

it('says that 95 % of the requests have to be answered in time', () => {
  expect(parse(written({ sli: 'latencyP95', max: 500 }))).toEqual({
    apiVersion: 'openslo/v1',
    kind: 'SLO',
    metadata: { name: 'latencyp95-1' },
    spec: {
      service: 'sample',
      budgetingMethod: 'Occurrences',
      indicator: {
        spec: { thresholdMetric: { metricSource: { type: 'autoscaling-testbed', spec: { sli: 'latency' } } } },
      },
      objectives: [{ op: 'lte', value: 500, target: 0.95 }],
    },
  });
});
