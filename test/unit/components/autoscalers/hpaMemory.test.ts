import { hpaMemory } from '../../../../components/autoscalers/hpaMemory';
import { createdSpec } from '../../../support/pulumiMocks';

describe('hpa-memory', () => {
  it('is an HPA on the utilization of memory', async () => {
    expect(await createdSpec('hpa-memory', { targetUtilization: 70 })).toMatchObject({
      minReplicas: 1,
      maxReplicas: 10,
      metrics: [
        { type: 'Resource', resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 70 } } },
      ],
    });
  });

  it('or on its average value, of one container', async () => {
    expect(await createdSpec('hpa-memory', { targetAverageValue: '96Mi', container: 'app' })).toMatchObject({
      metrics: [
        {
          type: 'ContainerResource',
          containerResource: {
            name: 'memory',
            container: 'app',
            target: { type: 'AverageValue', averageValue: '96Mi' },
          },
        },
      ],
    });
  });

  it('refuses a quantity of CPU', () => {
    expect(hpaMemory.settings.safeParse({ targetAverageValue: '150m' }).success).toBe(false);
  });

  it('waits for kubelet, metrics-server and HPA; memory has no lag of an average', () => {
    expect(hpaMemory.notice(hpaMemory.settings.parse({}))).toEqual({ least: 0, mean: 22.5, worst: 45 });
  });
});
