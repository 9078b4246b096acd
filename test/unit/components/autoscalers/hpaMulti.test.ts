import { hpaMulti } from '../../../../components/autoscalers/hpaMulti';
import { createdSpec } from '../../../support/pulumiMocks';

const all = {
  metrics: [
    { type: 'cpu', targetUtilization: 60 },
    { type: 'cpu', container: 'app', targetAverageValue: '100m' },
    { type: 'memory' },
    { type: 'requests', targetAverageValue: 20 },
    { type: 'external', counter: 'node_http_requests_total', targetValue: 40 },
  ],
};

describe('hpa-multi', () => {
  it('is one HPA on CPU and requests unless told otherwise', async () => {
    expect(await createdSpec('hpa-multi')).toMatchObject({
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { averageUtilization: 80 } } },
        { type: 'Pods', pods: { target: { averageValue: '15' } } },
      ],
    });
  });

  it('takes every kind of metric', async () => {
    expect(await createdSpec('hpa-multi', all)).toEqual({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'sample' },
      minReplicas: 1,
      maxReplicas: 10,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } },
        {
          type: 'ContainerResource',
          containerResource: { name: 'cpu', container: 'app', target: { type: 'AverageValue', averageValue: '100m' } },
        },
        { type: 'Resource', resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 80 } } },
        {
          type: 'Pods',
          pods: {
            metric: { name: 'heavywork_requests_per_second' },
            target: { type: 'AverageValue', averageValue: '20' },
          },
        },
        {
          type: 'External',
          external: { metric: { name: 'node_http_requests_per_second' }, target: { type: 'Value', value: '40' } },
        },
      ],
    });
  });

  it('requires and claims what its metrics do', () => {
    const settings = hpaMulti.settings.parse(all);
    expect(hpaMulti.requires(settings)).toEqual(['metrics-server', 'prometheus', 'prometheus-adapter']);
    expect(hpaMulti.requires(hpaMulti.settings.parse({ metrics: [{ type: 'memory' }] }))).toEqual(['metrics-server']);
    expect([...new Set(hpaMulti.claims(settings).map(({ thing }) => thing))]).toEqual([
      'replicas',
      'cpu',
      'memory',
      'externalMetrics',
    ]);
    expect(hpaMulti.adapterRules?.(settings)).toMatchObject({
      rules: [{ name: { as: 'heavywork_requests_per_second' } }],
      externalRules: [{ name: { as: 'node_http_requests_per_second' } }],
    });
  });

  it('notices as soon as its quickest metric does', () => {
    // CPU: 1.5, 24, 46.5; requests: 3, 13, 23
    expect(hpaMulti.notice(hpaMulti.settings.parse({}))).toEqual({ least: 1.5, mean: 13, worst: 23 });
  });

  it.each([
    [[], '>=1'],
    [[{ type: 'cpu' }, { type: 'cpu', targetUtilization: 50 }], 'each metric once'],
    [[{ type: 'requests' }, { type: 'requests', window: '1m' }], 'each metric once'],
    [[{ type: 'cpu', counter: 'x_total' }], 'counter'],
  ])('refuses the metrics %j', (metrics, message) => {
    expect(hpaMulti.settings.safeParse({ metrics }).error?.message).toContain(message);
  });
});
