import { hpaIstio } from '../../../../components/autoscalers/hpaIstio';
import { created, createdSpec } from '../../../support/pulumiMocks';

const parse = (raw: unknown) => hpaIstio.settings.parse(raw);
const rule = (raw: unknown) => hpaIstio.adapterRules?.(parse(raw));

describe('hpa-istio', () => {
  it('is an HPA on the mean of what the sidecars count, target 10, 1 to 10 replicas', async () => {
    expect(await createdSpec('hpa-istio', {})).toEqual({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'sample' },
      minReplicas: 1,
      maxReplicas: 10,
      metrics: [
        {
          type: 'Pods',
          pods: {
            metric: { name: 'istio_requests_per_second' },
            target: { type: 'AverageValue', averageValue: '10' },
          },
        },
      ],
    });
    expect((await created('hpa-istio')).left).toEqual({ hpa: 'sample-hpa-istio', minReplicas: 1 });
  });

  it('has prometheus-adapter count what came in, and 0 for a proxy that has counted nothing', () => {
    expect(rule({})).toEqual({
      rules: [
        {
          seriesQuery: 'envoy_server_live{namespace!="",pod!=""}',
          resources: { overrides: { namespace: { resource: 'namespace' }, pod: { resource: 'pod' } } },
          name: { matches: '^envoy_server_live$', as: 'istio_requests_per_second' },
          metricsQuery:
            'sum(rate(istio_requests_total{reporter="destination",<<.LabelMatchers>>}[30s])) by (<<.GroupBy>>) ' +
            'or 0 * sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)',
        },
      ],
      externalRules: [],
    });
  });

  it('takes another window, target, and matchers', async () => {
    expect(rule({ window: '1m', matchers: ['response_code!~"5.."', 'request_protocol="http"'] })).toMatchObject({
      rules: [
        {
          metricsQuery: expect.stringContaining(
            '{reporter="destination",<<.LabelMatchers>>,response_code!~"5..",request_protocol="http"}[1m]',
          ) as unknown,
        },
      ],
    });
    expect(await createdSpec('hpa-istio', { targetAverageValue: 2.5 })).toMatchObject({
      metrics: [{ pods: { target: { averageValue: '2.5' } } }],
    });
  });

  it.each([
    { matchers: ['response_code'] },
    { matchers: ['a="b",c="d"'] },
    { matchers: ['a="b"}) or vector(1) #"'] },
    { window: '30' },
    { targetAverageValue: 0 },
    { minReplicas: 3, maxReplicas: 2 },
  ])('refuses %j', (settings) => {
    expect(hpaIstio.settings.safeParse(settings).success).toBe(false);
  });

  it('requires Istio, and notices as hpa-requests does', () => {
    expect(hpaIstio.requires(parse({}))).toEqual(['prometheus', 'prometheus-adapter', 'istio']);
    // waits: 5 for the scrape, 15 for the HPA; lag: a tenth of the window
    expect(hpaIstio.notice(parse({}))).toEqual({ least: 3, mean: 13, worst: 23 });
    expect(hpaIstio.notice(parse({ window: '2m' }))).toEqual({ least: 12, mean: 22, worst: 32 });
  });
});
