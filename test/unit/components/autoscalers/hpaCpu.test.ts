import { hpaCpu } from '../../../../components/autoscalers/hpaCpu';
import { created, createdSpec } from '../../../support/pulumiMocks';

const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'sample' };

describe('hpa-cpu', () => {
  it('is an HPA with upstream defaults, from 1 to 10', async () => {
    const { objects, left } = await created('hpa-cpu');
    expect(objects).toEqual([
      {
        type: 'kubernetes:autoscaling/v2:HorizontalPodAutoscaler',
        name: 'autoscaler-hpa',
        inputs: {
          apiVersion: 'autoscaling/v2',
          kind: 'HorizontalPodAutoscaler',
          metadata: {
            name: 'sample-hpa-cpu',
            namespace: 'testbed-app',
            labels: {
              'app.kubernetes.io/name': 'hpa-cpu',
              'app.kubernetes.io/instance': 'hpa-cpu',
              'app.kubernetes.io/component': 'autoscaler',
              'app.kubernetes.io/part-of': 'autoscaling-testbed',
              'app.kubernetes.io/managed-by': 'pulumi',
            },
          },
          spec: {
            scaleTargetRef,
            minReplicas: 1,
            maxReplicas: 10,
            metrics: [
              { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
            ],
          },
        },
      },
    ]);
    expect(left).toEqual({ hpa: 'sample-hpa-cpu', minReplicas: 1 });
  });

  it('takes a container, an average value and a behavior', async () => {
    const scaleDown = {
      stabilizationWindowSeconds: 30,
      selectPolicy: 'Min',
      policies: [
        { type: 'Pods', value: 1, periodSeconds: 15 },
        { type: 'Percent', value: 50, periodSeconds: 15 },
      ],
      tolerance: 0.05,
    };
    expect(
      await createdSpec('hpa-cpu', {
        minReplicas: 2,
        maxReplicas: 4,
        container: 'app',
        targetAverageValue: '150m',
        behavior: { scaleDown },
      }),
    ).toEqual({
      scaleTargetRef,
      minReplicas: 2,
      maxReplicas: 4,
      metrics: [
        {
          type: 'ContainerResource',
          containerResource: {
            name: 'cpu',
            container: 'app',
            target: { type: 'AverageValue', averageValue: '150m' },
          },
        },
      ],
      behavior: { scaleDown: { ...scaleDown, tolerance: '0.05' } },
    });
  });

  it.each([
    { minReplicas: 0 },
    { minReplicas: 3, maxReplicas: 2 },
    { targetUtilization: 50, targetAverageValue: '100m' },
    { targetAverageValue: '100Mi' },
    { container: '' },
    { metrics: [] },
  ])('refuses %j', (settings) => {
    expect(hpaCpu.settings.safeParse(settings).success).toBe(false);
  });

  it('waits for kubelet, metrics-server and HPA, 15 s each, and for a tenth of the window of the average', () => {
    // lag 0.1 x 15 = 1.5; waits 45 at worst, 22.5 on average
    expect(hpaCpu.notice(hpaCpu.settings.parse({}))).toEqual({ least: 1.5, mean: 24, worst: 46.5 });
  });

  it('notices later with a larger tolerance and a window for scaling up', () => {
    const behavior = { scaleUp: { tolerance: 0.2, stabilizationWindowSeconds: 60 } };
    // lag 0.2 x 15 = 3, and 60 for which the higher number must be wanted
    expect(hpaCpu.notice(hpaCpu.settings.parse({ behavior }))).toEqual({ least: 63, mean: 85.5, worst: 108 });
  });

  it('needs metrics-server, and the number of replicas and the CPU for itself', () => {
    const settings = hpaCpu.settings.parse({});
    expect(hpaCpu.requires(settings)).toEqual(['metrics-server']);
    expect(hpaCpu.claims(settings).map(({ thing }) => thing)).toEqual(['replicas', 'cpu']);
  });
});
