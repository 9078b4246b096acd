import { kedaZero } from '../../../../components/autoscalers/kedaZero';
import { created } from '../../../support/pulumiMocks';

const parse = (raw: unknown) => kedaZero.settings.parse(raw);

describe('keda-zero', () => {
  it('rests at zero, with a trigger that wakes it and one that scales it', async () => {
    const { objects, left } = await created('keda-zero', { cooldownPeriod: 15, activation: { query: 'queue_length' } });
    expect(objects[0]?.inputs['spec']).toEqual({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'sample' },
      minReplicaCount: 0,
      maxReplicaCount: 10,
      cooldownPeriod: 15,
      triggers: [
        {
          type: 'prometheus',
          name: 'requests',
          metadata: {
            serverAddress: 'http://prometheus.monitoring.svc:9090',
            query:
              'sum(rate(node_http_requests_total{namespace="testbed-app",pod=~"sample-[^-]+-[^-]+",' +
              'route!~"/healthz|/readyz|/metrics"}[30s]))',
            threshold: '50',
          },
        },
        {
          type: 'prometheus',
          name: 'activation',
          metadata: {
            serverAddress: 'http://prometheus.monitoring.svc:9090',
            query: 'queue_length',
            threshold: '1',
          },
        },
      ],
    });
    expect(left).toMatchObject({ minReplicas: 0, hpa: 'keda-hpa-sample-keda-zero' });
  });

  it.each([
    // from zero: 5 for the scrape and 30 for KEDA's poll
    [{}, { least: 0, mean: 17.5, worst: 35 }],
    [{ pollingInterval: 5 }, { least: 0, mean: 5, worst: 10 }],
    // never at zero: a tenth of 30, 5 for the scrape, 15 for the HPA
    [{ minReplicaCount: 1 }, { least: 3, mean: 13, worst: 23 }],
  ])('with %j notices a step in %j s', (raw, seconds) => {
    expect(kedaZero.notice(parse(raw))).toEqual(seconds);
  });

  it('says that requests fail at zero, and with one replica what has no effect', () => {
    expect(kedaZero.notes?.(parse({ pollingInterval: 5, cooldownPeriod: 15 }))).toEqual([
      'At zero replicas requests fail until the first pod is ready: nothing holds them back.',
    ]);
    expect(kedaZero.notes?.(parse({ minReplicaCount: 1, cooldownPeriod: 15 }))).toHaveLength(1);
  });
});
