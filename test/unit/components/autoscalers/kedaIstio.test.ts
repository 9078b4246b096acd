import { kedaIstio } from '../../../../components/autoscalers/kedaIstio';
import { created, createdSpec } from '../../../support/pulumiMocks';

const parse = (raw: unknown) => kedaIstio.settings.parse(raw);
const PODS = 'namespace="testbed-app",pod=~"sample-[^-]+-[^-]+"';

describe('keda-istio', () => {
  it('is a ScaledObject on what the sidecars count, threshold 10, and 0 for proxies that have counted nothing', async () => {
    expect(await createdSpec('keda-istio', {})).toEqual({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'sample' },
      minReplicaCount: 1,
      maxReplicaCount: 10,
      pollingInterval: 10,
      cooldownPeriod: 15,
      triggers: [
        {
          type: 'prometheus',
          name: 'requests',
          metadata: {
            serverAddress: 'http://prometheus.monitoring.svc:9090',
            query:
              `sum(rate(istio_requests_total{reporter="destination",${PODS}}[30s]))` +
              ` or 0 * sum(envoy_server_live{${PODS}})`,
            threshold: '10',
          },
        },
      ],
    });
    expect((await created('keda-istio')).left).toMatchObject({ hpa: 'keda-hpa-sample-keda-istio', minReplicas: 1 });
  });

  it('takes a window and matchers, and no query of its own', async () => {
    const spec = await createdSpec('keda-istio', { window: '1m', matchers: ['response_code!~"5.."'], threshold: 15 });
    expect(spec).toMatchObject({
      triggers: [
        {
          metadata: {
            query: expect.stringContaining(`{reporter="destination",${PODS},response_code!~"5.."}[1m]`) as unknown,
            threshold: '15',
          },
        },
      ],
    });
    expect(kedaIstio.settings.safeParse({ query: 'up' }).success).toBe(false);
  });

  it('needs the mesh, and says that at zero replicas nothing wakes it', () => {
    expect(kedaIstio.requires(parse({}))).toEqual(['prometheus', 'keda', 'istio']);
    expect(kedaIstio.notes?.(parse({}))).not.toContainEqual(expect.stringContaining('At zero'));
    expect(kedaIstio.notes?.(parse({ minReplicaCount: 0 }))).toContainEqual(
      expect.stringContaining('no sidecar counts requests'),
    );
  });

  it('notices a step after a scrape, a sync of the HPA and a tenth of the window', () => {
    // 3 + 0, 3 + (5 + 15) / 2, 3 + 5 + 15.
    expect(kedaIstio.notice(parse({}))).toMatchObject({ least: 3, mean: 13, worst: 23 });
  });
});
