import { hpaRequests } from '../../../../components/autoscalers/hpaRequests';
import { createdSpec } from '../../../support/pulumiMocks';

const rules = (raw: unknown) => hpaRequests.adapterRules?.(hpaRequests.settings.parse(raw));

describe('hpa-requests', () => {
  it('is an HPA on the mean of a metric of the pods', async () => {
    expect(await createdSpec('hpa-requests', {})).toEqual({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'sample' },
      minReplicas: 1,
      maxReplicas: 10,
      metrics: [
        {
          type: 'Pods',
          pods: {
            metric: { name: 'heavywork_requests_per_second' },
            target: { type: 'AverageValue', averageValue: '15' },
          },
        },
      ],
    });
  });

  it('brings the rule that makes the metric, in the form of prometheus-adapter', () => {
    // As in https://github.com/kubernetes-sigs/prometheus-adapter/blob/v0.12.0/docs/config-walkthrough.md
    expect(rules({})).toEqual({
      rules: [
        {
          seriesQuery: 'heavywork_requests_total{namespace!="",pod!=""}',
          resources: { overrides: { namespace: { resource: 'namespace' }, pod: { resource: 'pod' } } },
          name: { matches: '^heavywork_requests_total$', as: 'heavywork_requests_per_second' },
          metricsQuery: 'sum(rate(<<.Series>>{<<.LabelMatchers>>}[30s])) by (<<.GroupBy>>)',
        },
      ],
      externalRules: [],
    });
  });

  it('takes another counter, window, name and selector', async () => {
    const raw = {
      counter: 'node_http_requests_total',
      window: '1m',
      metric: 'requests',
      selector: { route: '/heavywork' },
      targetAverageValue: 0.5,
    };
    expect(rules(raw)?.rules).toMatchObject([
      {
        name: { matches: '^node_http_requests_total$', as: 'requests' },
        metricsQuery: 'sum(rate(<<.Series>>{<<.LabelMatchers>>}[1m])) by (<<.GroupBy>>)',
      },
    ]);
    expect(await createdSpec('hpa-requests', raw)).toMatchObject({
      metrics: [
        {
          pods: {
            metric: { name: 'requests', selector: { matchLabels: { route: '/heavywork' } } },
            target: { averageValue: '0.5' },
          },
        },
      ],
    });
  });

  it('takes a query of the user in place of the rate', () => {
    expect(rules({ query: 'avg(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)' })?.rules).toMatchObject([
      { metricsQuery: 'avg(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)' },
    ]);
  });

  it.each([
    { window: '30' },
    { window: '0s' },
    { window: '1m', query: 'up' },
    { targetAverageValue: 0 },
    { counter: 'a b' },
  ])('refuses %j', (settings) => {
    expect(hpaRequests.settings.safeParse(settings).success).toBe(false);
  });

  it.each([
    // waits: 5 for the scrape, 15 for the HPA; lag: a tenth of the window
    [{}, { least: 3, mean: 13, worst: 23 }],
    [{ window: '2m' }, { least: 12, mean: 22, worst: 32 }],
    [{ behavior: { scaleUp: { tolerance: 0 } } }, { least: 0, mean: 10, worst: 20 }],
    [{ query: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)' }, { least: 0, mean: 10, worst: 20 }],
  ])('with %j notices a step in %j s', (raw, seconds) => {
    expect(hpaRequests.notice(hpaRequests.settings.parse(raw))).toEqual(seconds);
  });
});
