import { deploymentFacts, eventFacts, hpaFacts, nodeFacts, podFacts } from '../../../../experiments/record/facts';
import type { Hpa, Metric, Pod } from '../../../../experiments/record/objects';

const metadata = { name: 'sample-1', uid: 'u1', creationTimestamp: '2026-11-23T08:00:00Z' };
const at = (second: number): number => Date.UTC(2026, 10, 23, 8, 0, second);
const text = (second: number): string => new Date(at(second)).toISOString().replace('.000', '');

const pod: Pod = {
  metadata,
  spec: {
    nodeName: 'app-1',
    containers: [
      { name: 'app', resources: { requests: { cpu: '200m', memory: '64Mi' } } },
      { name: 'proxy', resources: { requests: { cpu: '1' } } },
    ],
  },
  status: {
    phase: 'Running',
    conditions: [
      { type: 'PodScheduled', status: 'True', lastTransitionTime: text(1) },
      { type: 'Ready', status: 'True', lastTransitionTime: text(4) },
    ],
    containerStatuses: [
      { name: 'proxy', restartCount: 1, state: { running: { startedAt: text(3) } } },
      { name: 'app', restartCount: 2, state: { running: { startedAt: text(2) } } },
    ],
  },
};

describe('facts of a pod', () => {
  it('are its times and its requests, summed over its containers', () => {
    expect(podFacts(pod)).toEqual({
      name: 'sample-1',
      uid: 'u1',
      node: 'app-1',
      created: at(0),
      scheduled: at(1),
      started: at(3),
      ready: true,
      readyChanged: at(4),
      restarts: 3,
      cpuCores: 1.2,
      // One container says nothing of memory, so the pod's is not known.
      memoryBytes: null,
    });
  });

  it('are unknown before they happen', () => {
    const fresh = podFacts({ metadata, spec: { containers: pod.spec.containers } });
    expect(fresh).toMatchObject({ node: null, scheduled: null, started: null, ready: false, readyChanged: null });
    const half = podFacts({ ...pod, status: { containerStatuses: pod.status!.containerStatuses!.slice(0, 1) } });
    expect(half.started).toBeNull();
  });
});

describe('facts of a Deployment, a node and an event', () => {
  it('are their numbers', () => {
    const spec = { selector: {}, template: { spec: { containers: [] } } };
    expect(deploymentFacts({ metadata, spec })).toEqual({ desired: 1, created: 0, ready: 0 });
    expect(
      deploymentFacts({ metadata, spec: { ...spec, replicas: 3 }, status: { replicas: 2, readyReplicas: 1 } }),
    ).toEqual({ desired: 3, created: 2, ready: 1 });
    expect(nodeFacts({ metadata })).toEqual({ name: 'sample-1', ready: false });
    expect(
      eventFacts({
        metadata,
        involvedObject: { kind: 'Pod', name: 'a' },
        reason: 'R',
        message: 'm',
        series: { count: 4 },
      }),
    ).toEqual({ kind: 'Pod', name: 'a', reason: 'R', message: 'm', count: 4 });
  });
});

describe('facts of an HPA', () => {
  const hpa = (wanted: Metric, current: Metric | undefined): Hpa => ({
    metadata,
    spec: { scaleTargetRef: { kind: 'Deployment', name: 'sample' }, maxReplicas: 5, metrics: [wanted] },
    status: {
      desiredReplicas: 3,
      currentReplicas: 2,
      currentMetrics: current ? [current] : null,
      conditions: [
        { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound' },
        { type: 'ScalingLimited', status: 'False', reason: 'DesiredWithinRange' },
      ],
    },
  });

  it('have the metric in the unit of its target: percent', () => {
    const wanted = {
      type: 'Resource',
      resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
    };
    const current = {
      type: 'Resource',
      resource: { name: 'cpu', current: { averageUtilization: 140, averageValue: '280m' } },
    };
    expect(hpaFacts(hpa(wanted, current))).toEqual({
      desiredReplicas: 3,
      currentReplicas: 2,
      metric: 140,
      target: 70,
      scalingActive: 'True',
      scalingLimited: 'False',
      reason: 'ValidMetricFound',
    });
  });

  it('or a quantity', () => {
    const external = (key: 'target' | 'current', values: object) =>
      ({ type: 'External', external: { [key]: values } }) as unknown as Metric;
    const wanted = external('target', { type: 'AverageValue', averageValue: '10' });
    expect(hpaFacts(hpa(wanted, external('current', { averageValue: '12500m' })))).toMatchObject({
      metric: 12.5,
      target: 10,
    });
    const value = external('target', { type: 'Value', value: '1k' });
    expect(hpaFacts(hpa(value, external('current', { value: '2' })))).toMatchObject({ metric: 2, target: 1000 });
  });

  it('do not take no metric for 0', () => {
    const wanted = {
      type: 'Resource',
      resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
    };
    expect(hpaFacts(hpa(wanted, undefined)).metric).toBeNull();
    // So the HPA controller writes it while the metric cannot be had.
    expect(hpaFacts(hpa(wanted, { type: '' })).metric).toBeNull();
    expect(hpaFacts({ ...hpa(wanted, undefined), status: undefined })).toMatchObject({
      metric: null,
      scalingActive: 'Unknown',
    });
  });
});
