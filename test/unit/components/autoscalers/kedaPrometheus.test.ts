import { kedaPrometheus } from '../../../../components/autoscalers/kedaPrometheus';
import { created, createdSpec } from '../../../support/pulumiMocks';

const parse = (raw: unknown) => kedaPrometheus.settings.parse(raw);
const notes = (raw: unknown) => kedaPrometheus.notes?.(parse(raw)) ?? [];

describe('keda-prometheus', () => {
  it('is a ScaledObject on the requests of the workload, threshold 50, poll 10 s, cooldown 15 s, 1 to 10', async () => {
    const { objects, left } = await created('keda-prometheus');
    expect(objects).toEqual([
      {
        type: 'kubernetes:keda.sh/v1alpha1:ScaledObject',
        name: 'autoscaler-scaledobject',
        inputs: {
          apiVersion: 'keda.sh/v1alpha1',
          kind: 'ScaledObject',
          metadata: {
            name: 'sample-keda-prometheus',
            namespace: 'testbed-app',
            labels: expect.objectContaining({ 'app.kubernetes.io/name': 'keda-prometheus' }) as unknown,
          },
          spec: {
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
                  query: 'sum(rate(node_http_requests_total{namespace="testbed-app",pod=~"sample-[^-]+-[^-]+"}[2m]))',
                  threshold: '50',
                },
              },
            ],
          },
        },
      },
    ]);
    expect(left).toEqual({
      scaledObject: 'sample-keda-prometheus',
      hpa: 'keda-hpa-sample-keda-prometheus',
      minReplicas: 1,
    });
  });

  it('takes everything that KEDA has', async () => {
    expect(
      await createdSpec('keda-prometheus', {
        minReplicaCount: 2,
        maxReplicaCount: 6,
        idleReplicaCount: 0,
        pollingInterval: 5,
        cooldownPeriod: 60,
        initialCooldownPeriod: 120,
        fallback: { failureThreshold: 3, replicas: 4, behavior: 'currentReplicasIfHigher' },
        advanced: {
          restoreToOriginalReplicaCount: true,
          horizontalPodAutoscalerConfig: {
            behavior: { scaleDown: { stabilizationWindowSeconds: 0, tolerance: 0.05 } },
          },
          scalingModifiers: { formula: 'requests + 1', target: 20, activationTarget: 1, metricType: 'Value' },
        },
        query: 'sum(up)',
        threshold: 7.5,
        activationThreshold: 2,
        ignoreNullValues: false,
        timeout: '2s',
        metricType: 'Value',
        useCachedMetrics: true,
      }),
    ).toEqual({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'sample' },
      minReplicaCount: 2,
      maxReplicaCount: 6,
      idleReplicaCount: 0,
      pollingInterval: 5,
      cooldownPeriod: 60,
      initialCooldownPeriod: 120,
      fallback: { failureThreshold: 3, replicas: 4, behavior: 'currentReplicasIfHigher' },
      advanced: {
        restoreToOriginalReplicaCount: true,
        horizontalPodAutoscalerConfig: {
          behavior: { scaleDown: { stabilizationWindowSeconds: 0, tolerance: '0.05' } },
        },
        scalingModifiers: { formula: 'requests + 1', target: '20', activationTarget: '1', metricType: 'Value' },
      },
      triggers: [
        {
          type: 'prometheus',
          name: 'requests',
          metricType: 'Value',
          useCachedMetrics: true,
          metadata: {
            serverAddress: 'http://prometheus.monitoring.svc:9090',
            query: 'sum(up)',
            threshold: '7.5',
            activationThreshold: '2',
            ignoreNullValues: 'false',
            timeout: '2s',
          },
        },
      ],
    });
  });

  it.each([
    { minReplicaCount: 5, maxReplicaCount: 2 },
    { minReplicaCount: 0, idleReplicaCount: 0 },
    { idleReplicaCount: 1 },
    { fallback: { failureThreshold: 3, replicas: 4, behavior: 'scalingModifiers' } },
    { advanced: { scalingModifiers: { formula: 'requests' } } },
    { threshold: 0 },
    { pollingInterval: 0 },
  ])('refuses %j, as KEDA does', (settings) => {
    expect(kedaPrometheus.settings.safeParse(settings).success).toBe(false);
  });

  it('says what has no effect from 1 to N', () => {
    const said = notes({ initialCooldownPeriod: 5, activationThreshold: 3 });
    expect(said.map((note) => note.split(':')[0])).toEqual([
      'pollingInterval 10',
      'cooldownPeriod 15',
      'initialCooldownPeriod 5',
      'activationThreshold 3',
    ]);
  });

  it.each([
    [{ useCachedMetrics: true }, ['cooldownPeriod 15']],
    [{ advanced: { scalingModifiers: { formula: 'requests', target: 1 } } }, ['cooldownPeriod 15', 'threshold 50']],
    [
      { idleReplicaCount: 0 },
      [
        'At zero replicas no pod counts requests, so a query on their counters never brings one back; keda-zero has a second trigger.',
      ],
    ],
  ])('with %j says only %j', (raw, expected) => {
    expect(notes(raw).map((note) => note.split(': no effect')[0])).toEqual(expected);
  });

  it.each([
    [{ failureThreshold: 3, replicas: 4 }, 1, []],
    [{ failureThreshold: 3, replicas: 20 }, 1, ['fallback.replicas 20: no more than maxReplicaCount, 10, are set.']],
    [
      { failureThreshold: 3, replicas: 4, behavior: 'currentReplicas' },
      1,
      ['fallback.replicas 4: no effect with fallback.behavior currentReplicas.'],
    ],
    [
      { failureThreshold: 3, replicas: 4 },
      1.5,
      ['fallback: no effect, because advanced.scalingModifiers.target, 1.5, is not an integer.'],
    ],
  ])('of the fallback %j with the target %d says %j', (fallback, target, expected) => {
    const advanced = { scalingModifiers: { formula: 'requests', target } };
    expect(notes({ fallback, advanced }).filter((note) => note.startsWith('fallback'))).toEqual(expected);
  });

  it('names the behavior as KEDA does', () => {
    const behavior = { scaleUp: { selectPolicy: 'Disabled', tolerance: 0, stabilizationWindowSeconds: 5 } };
    const prefix = 'advanced.horizontalPodAutoscalerConfig.behavior.scaleUp.';
    expect(notes({ advanced: { horizontalPodAutoscalerConfig: { behavior } } })).toContain(
      `${prefix}stabilizationWindowSeconds, ${prefix}tolerance: no effect, because selectPolicy is Disabled.`,
    );
  });

  it.each([
    // lag: a tenth of 2 min; waits: 5 for the scrape and 15 for the HPA
    [{}, { least: 12, mean: 22, worst: 32 }],
    // and 10 for KEDA's poll
    [{ useCachedMetrics: true }, { least: 12, mean: 27, worst: 42 }],
    [{ query: 'sum(up)' }, { least: 0, mean: 10, worst: 20 }],
  ])('with %j notices a step in %j s', (raw, seconds) => {
    expect(kedaPrometheus.notice(parse(raw))).toEqual(seconds);
  });
});
