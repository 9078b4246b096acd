import { hpaExternal } from '../../../../components/autoscalers/hpaExternal';
import { createdSpec } from '../../../support/pulumiMocks';

describe('hpa-external', () => {
  it('is an HPA on an external metric, per pod', async () => {
    expect(await createdSpec('hpa-external', {})).toEqual({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'sample' },
      minReplicas: 1,
      maxReplicas: 10,
      metrics: [
        {
          type: 'External',
          external: {
            metric: { name: 'heavywork_requests_per_second' },
            target: { type: 'AverageValue', averageValue: '15' },
          },
        },
      ],
    });
  });

  it('or as a whole', async () => {
    expect(await createdSpec('hpa-external', { targetValue: 100, selector: { app: 'sample' } })).toMatchObject({
      metrics: [
        {
          external: {
            metric: { selector: { matchLabels: { app: 'sample' } } },
            target: { type: 'Value', value: '100' },
          },
        },
      ],
    });
  });

  it('brings an external rule', () => {
    // As in https://github.com/kubernetes-sigs/prometheus-adapter/blob/v0.12.0/docs/externalmetrics.md
    expect(hpaExternal.adapterRules?.(hpaExternal.settings.parse({}))).toEqual({
      rules: [],
      externalRules: [
        {
          seriesQuery: 'heavywork_requests_total{namespace!=""}',
          resources: { overrides: { namespace: { resource: 'namespace' } } },
          name: { matches: '^heavywork_requests_total$', as: 'heavywork_requests_per_second' },
          metricsQuery: 'sum(rate(<<.Series>>{<<.LabelMatchers>>}[30s]))',
        },
      ],
    });
  });

  it('refuses two targets', () => {
    expect(hpaExternal.settings.safeParse({ targetValue: 100, targetAverageValue: 10 }).success).toBe(false);
  });

  it('owns external.metrics.k8s.io and notices as hpa-requests does', () => {
    const settings = hpaExternal.settings.parse({});
    expect(hpaExternal.claims(settings)).toContainEqual({ thing: 'externalMetrics', owner: 'prometheus-adapter' });
    expect(hpaExternal.notice(settings)).toEqual({ least: 3, mean: 13, worst: 23 });
  });
});
