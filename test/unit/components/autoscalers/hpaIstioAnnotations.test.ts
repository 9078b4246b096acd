import { conflicts } from '../../../../components/autoscalers/claims';
import { hpaIstioAnnotations } from '../../../../components/autoscalers/hpaIstioAnnotations';
import { findVariant } from '../../../../components/autoscalers/registry';
import { created } from '../../../support/pulumiMocks';

const parse = (raw: unknown) => hpaIstioAnnotations.settings.parse(raw);

describe('hpa-istio-annotations', () => {
  it("is an HPA with the query in its annotations, as in kube-metrics-adapter's README", async () => {
    const { objects, left } = await created('hpa-istio-annotations');
    expect(objects).toEqual([
      {
        type: 'kubernetes:autoscaling/v2:HorizontalPodAutoscaler',
        name: 'autoscaler-hpa',
        inputs: {
          apiVersion: 'autoscaling/v2',
          kind: 'HorizontalPodAutoscaler',
          metadata: {
            name: 'sample-hpa-istio-annotations',
            namespace: 'testbed-app',
            labels: expect.objectContaining({ 'app.kubernetes.io/name': 'hpa-istio-annotations' }) as unknown,
            annotations: {
              'metric-config.external.istio-requests-per-second.prometheus/prometheus-server':
                'http://prometheus.monitoring.svc:9090',
              'metric-config.external.istio-requests-per-second.prometheus/query':
                'sum(rate(istio_requests_total{reporter="destination",destination_workload_namespace="testbed-app",' +
                'destination_workload="sample"}[30s])) ' +
                'or 0 * sum(envoy_server_live{namespace="testbed-app",pod=~"sample-[^-]+-[^-]+"})',
              'metric-config.external.istio-requests-per-second.prometheus/interval': '15s',
            },
          },
          spec: {
            scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'sample' },
            minReplicas: 1,
            maxReplicas: 10,
            metrics: [
              {
                type: 'External',
                external: {
                  metric: {
                    name: 'istio-requests-per-second',
                    selector: { matchLabels: { type: 'prometheus' } },
                  },
                  target: { type: 'AverageValue', averageValue: '10' },
                },
              },
            ],
          },
        },
      },
    ]);
    expect(left).toEqual({ hpa: 'sample-hpa-istio-annotations', minReplicas: 1 });
  });

  it('takes matchers, window and interval', async () => {
    const raw = { matchers: ['response_code="200"'], window: '1m', interval: '5s', targetAverageValue: 4 };
    const [hpa] = (await created('hpa-istio-annotations', raw)).objects;
    const { annotations } = hpa?.inputs['metadata'] as { annotations: Record<string, string> };
    const of = (key: string) => annotations[`metric-config.external.istio-requests-per-second.prometheus/${key}`];
    expect(of('query')).toContain('destination_workload="sample",response_code="200"}[1m]');
    expect(of('interval')).toBe('5s');
  });

  it("has annotations' keys that Kubernetes takes", async () => {
    const [hpa] = (await created('hpa-istio-annotations')).objects;
    const { annotations } = hpa?.inputs['metadata'] as { annotations: Record<string, string> };
    for (const key of Object.keys(annotations)) {
      // A prefix is a DNS subdomain (Kubernetes: labels and annotations, syntax).
      expect(key).toMatch(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?\/[A-Za-z0-9]([-\w.]*[A-Za-z0-9])?$/);
    }
  });

  it.each([{ interval: '15' }, { interval: '0s' }, { matchers: ['x'] }])('refuses %j', (settings) => {
    expect(hpaIstioAnnotations.settings.safeParse(settings).success).toBe(false);
  });

  it('waits for the collection as well', () => {
    expect(hpaIstioAnnotations.requires(parse({}))).toEqual(['prometheus', 'kube-metrics-adapter', 'istio']);
    // 5 for the scrape, 15 for the collection, 15 for the HPA; lag: a tenth of the window
    expect(hpaIstioAnnotations.notice(parse({}))).toEqual({ least: 3, mean: 20.5, worst: 38 });
    expect(hpaIstioAnnotations.notice(parse({ interval: '60s' }))).toEqual({ least: 3, mean: 43, worst: 83 });
  });

  it.each(['keda-cron', 'hpa-external'])('cannot share the API with %s', (other) => {
    const variant = findVariant(other);
    const claims = [...hpaIstioAnnotations.claims(parse({})), ...(variant?.claims(variant.settings.parse({})) ?? [])];
    expect(conflicts(claims).join()).toContain('external.metrics.k8s.io would have 2 owners');
  });
});
