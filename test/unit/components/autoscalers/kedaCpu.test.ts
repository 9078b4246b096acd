import { kedaCpu } from '../../../../components/autoscalers/kedaCpu';
import { createdSpec } from '../../../support/pulumiMocks';

describe('keda-cpu', () => {
  it('is a ScaledObject on CPU with upstream defaults', async () => {
    expect(await createdSpec('keda-cpu')).toEqual({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'sample' },
      minReplicaCount: 1,
      maxReplicaCount: 10,
      triggers: [{ type: 'cpu', metricType: 'Utilization', metadata: { value: '80' } }],
    });
  });

  it('takes a container and an average value', async () => {
    expect(await createdSpec('keda-cpu', { container: 'app', targetAverageValue: '150m' })).toMatchObject({
      triggers: [{ type: 'cpu', metricType: 'AverageValue', metadata: { value: '150m', containerName: 'app' } }],
    });
  });

  it.each([{ minReplicaCount: 0 }, { fallback: { failureThreshold: 1, replicas: 1 } }, { idleReplicaCount: 0 }])(
    'refuses %j, as KEDA does',
    (settings) => {
      expect(kedaCpu.settings.safeParse(settings).success).toBe(false);
    },
  );

  it('says nothing unless something idle is set', () => {
    expect(kedaCpu.notes?.(kedaCpu.settings.parse({}))).toEqual([]);
    expect(kedaCpu.notes?.(kedaCpu.settings.parse({ pollingInterval: 5 }))).toHaveLength(1);
  });

  it('notices through metrics-server, as hpa-cpu', () => {
    expect(kedaCpu.notice(kedaCpu.settings.parse({}))).toEqual({ least: 1.5, mean: 24, worst: 46.5 });
  });
});
