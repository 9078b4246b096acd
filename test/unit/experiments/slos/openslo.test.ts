import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readObjectives } from '../../../../experiments/slos/openslo';

const example = readFileSync(join(__dirname, '../../../../experiments/slos/example.yaml'), 'utf8');

const latency = 'thresholdMetric: { metricSource: { type: autoscaling-testbed, spec: { sli: latency } } }';
const ratio = (kind: 'good' | 'bad'): string =>
  `ratioMetric: { ${kind}: { metricSource: { type: autoscaling-testbed, spec: { requests: ${kind === 'good' ? 'served' : 'failed'} } } }, ` +
  'total: { metricSource: { type: autoscaling-testbed, spec: { requests: all } } } }';
const slo = (indicator: string, objectives: string, more = '') =>
  `apiVersion: openslo/v1
kind: SLO
metadata: { name: one }
spec: { indicator: { spec: { ${indicator} } }, budgetingMethod: Occurrences, objectives: ${objectives}${more} }`;

it('takes the example of the documentation', () => {
  expect(readObjectives(example)).toEqual({
    slos: [
      { sli: 'latencyP95', max: 500 },
      { sli: 'availability', min: 0.99 },
    ],
    problems: [],
  });
});

it.each([
  [latency, '[{ op: lte, value: 300, target: 0.99 }]', [{ sli: 'latencyP99', max: 300 }]],
  [latency, '[{ op: lte, value: 300, targetPercent: 50 }]', [{ sli: 'latencyP50', max: 300 }]],
  [
    latency.replace('sli: latency', 'sli: replicasMax'),
    '[{ op: lte, value: 6, target: 0.9 }]',
    [{ sli: 'replicasMax', max: 6 }],
  ],
  [
    latency.replace('sli: latency', 'sli: servedRate'),
    '[{ op: gte, value: 20, target: 0.9 }]',
    [{ sli: 'servedRate', min: 20 }],
  ],
  // 1 - 0.999 is 0.0010000000000000009 as a binary fraction.
  [ratio('bad'), '[{ target: 0.999 }]', [{ sli: 'errorRate', max: 0.001 }]],
  [
    ratio('good'),
    '[{ target: 0.9 }, { targetPercent: 99.9 }]',
    [
      { sli: 'availability', min: 0.9 },
      { sli: 'availability', min: 0.999 },
    ],
  ],
])('takes %s with %s', (indicator, objectives, slos) => {
  expect(readObjectives(slo(indicator, objectives))).toEqual({ slos, problems: [] });
});

it.each([
  [
    'another percentile',
    slo(latency, '[{ op: lte, value: 1, target: 0.97 }]'),
    'SLO one.spec.objectives[0].target',
    0.97,
  ],
  [
    'a latency of at least',
    slo(latency, '[{ op: gte, value: 1, target: 0.9 }]'),
    'SLO one.spec.objectives[0].op',
    'gte',
  ],
  ['lt', slo(latency, '[{ op: lt, value: 1, target: 0.9 }]'), 'document 1.spec.objectives[0].op', 'lt'],
  ['no value', slo(latency, '[{ op: lte, target: 0.9 }]'), 'SLO one.spec.objectives[0].value', undefined],
  [
    'two thresholds',
    slo(latency, '[{ op: lte, value: 1, target: 0.9 }, { op: lte, value: 2, target: 0.5 }]'),
    'SLO one.spec.objectives',
    2,
  ],
  [
    'an unknown SLI',
    slo(latency.replace('sli: latency', 'sli: speed'), '[{ op: lte, value: 1, target: 0.9 }]'),
    'SLO one.spec.indicator',
    'speed',
  ],
  ['a ratio with op', slo(ratio('good'), '[{ op: lte, target: 0.9 }]'), 'SLO one.spec.objectives[0].op', 'lte'],
  [
    'both targets',
    slo(ratio('good'), '[{ target: 0.9, targetPercent: 90 }]'),
    'document 1.spec.objectives[0]',
    { target: 0.9, targetPercent: 90 },
  ],
  ['a target of 1', slo(ratio('good'), '[{ target: 1 }]'), 'document 1.spec.objectives[0].target', 1],
  [
    'time slices',
    slo(ratio('good'), '[{ target: 0.9 }]').replace('Occurrences', 'Timeslices'),
    'document 1.spec.budgetingMethod',
    'Timeslices',
  ],
  [
    'alert policies',
    slo(ratio('good'), '[{ target: 0.9 }]', ', alertPolicies: []'),
    'document 1.spec.alertPolicies',
    [],
  ],
  [
    'another source',
    slo(latency.replace('type: autoscaling-testbed', 'type: Prometheus'), '[{ op: lte, value: 1, target: 0.9 }]'),
    'document 1.spec.indicator.spec.thresholdMetric.metricSource.type',
    'Prometheus',
  ],
  [
    'a composite',
    slo(ratio('good'), '[{ target: 0.9, compositeWeight: 2 }]'),
    'document 1.spec.objectives[0].compositeWeight',
    2,
  ],
  [
    'another kind',
    'apiVersion: openslo/v1\nkind: DataSource\nmetadata: { name: one }\n',
    'document 1.kind',
    'DataSource',
  ],
  [
    'another version',
    slo(ratio('good'), '[{ target: 0.9 }]').replace('openslo/v1', 'openslo/v2'),
    'document 1.apiVersion',
    'openslo/v2',
  ],
  [
    'a lost reference',
    example.replace('indicatorRef: request-latency', 'indicatorRef: lost'),
    'SLO latency.spec.indicatorRef',
    'lost',
  ],
  ['nothing', '# empty\n', 'file', '# empty\n'],
])('refuses %s, with the key', (_, text, path, value) => {
  expect(readObjectives(text).problems).toEqual([{ path, value, allowed: expect.any(String) as string }]);
});

it('throws where it is no YAML', () => {
  expect(() => readObjectives('a: [')).toThrow();
});
