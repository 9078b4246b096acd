import {
  deploymentFacts,
  eventFacts,
  hpaFacts,
  nodeFacts,
  podFacts,
  scaledObjectFacts,
  vpaFacts,
} from '../../../../experiments/record/facts';
import type { Hpa, Metric, Pod, ScaledObject, Vpa } from '../../../../experiments/record/objects';

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
  it('have native sidecars in them, and no other init containers', () => {
    const sidecar = {
      ...pod,
      spec: {
        ...pod.spec,
        initContainers: [
          { name: 'validation', resources: { requests: { cpu: '2', memory: '1Gi' } } },
          { name: 'istio-proxy', restartPolicy: 'Always', resources: { requests: { cpu: '100m', memory: '64Mi' } } },
        ],
      },
      status: {
        ...pod.status,
        initContainerStatuses: [
          { name: 'validation', restartCount: 7 },
          { name: 'istio-proxy', restartCount: 1 },
        ],
      },
    };
    // 0.2 + 1 + 0.1 cores; restarts 1 + 2 + 1
    expect(podFacts(sidecar)).toMatchObject({ cpuCores: 1.3, restarts: 4, started: at(3) });
  });

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
      limits: { cpuCores: null, memoryBytes: null },
    });
  });

  it('have its limits, where every container has one', () => {
    const [app, proxy] = [
      { name: 'app', resources: { limits: { cpu: '400m', memory: '128Mi' } } },
      { name: 'proxy', resources: { limits: { cpu: '600m' } } },
    ];
    const limited = { ...pod, spec: { ...pod.spec, containers: [app, proxy] } };
    expect(podFacts(limited).limits).toEqual({ cpuCores: 1, memoryBytes: null });
    // What the node holds counts, where it says so.
    const held = { name: 'app', restartCount: 0, resources: { limits: { cpu: '300m', memory: '96Mi' } } };
    const resizing = { ...limited, spec: { ...pod.spec, containers: [app] }, status: { containerStatuses: [held] } };
    expect(podFacts(resizing).limits).toEqual({ cpuCores: 0.3, memoryBytes: 96 * 2 ** 20 });
  });

  it('have the requests that the node holds, while a resize in place waits', () => {
    const held = { name: 'app', restartCount: 0, resources: { requests: { cpu: '150m', memory: '32Mi' } } };
    const container = { name: 'app', resources: { requests: { cpu: '200m', memory: '64Mi' } } };
    const resizing = { metadata, spec: { containers: [container] }, status: { containerStatuses: [held] } };
    expect(podFacts(resizing)).toMatchObject({ cpuCores: 0.15, memoryBytes: 32 * 2 ** 20 });
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
    expect(nodeFacts({ metadata })).toEqual({ name: 'sample-1', ready: false, created: at(0) });
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
      metrics: [{ type: 'Resource', name: 'cpu', targetType: 'Utilization', value: 140, target: 70 }],
      rules: { minReplicas: 1, maxReplicas: 5 },
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

  it('have every metric, by its name, and a missing one as unknown', () => {
    const cpu = (key: 'target' | 'current', values: object) => ({
      type: 'ContainerResource',
      containerResource: { name: 'cpu', container: 'app', [key]: values },
    });
    const requests = (key: 'target' | 'current', values: object) => ({
      type: 'Pods',
      pods: { metric: { name: 'requests_per_second' }, [key]: values },
    });
    const two = hpa(cpu('target', { type: 'Utilization', averageUtilization: 60 }), { type: '' });
    const wanted = [...two.spec.metrics!, requests('target', { type: 'AverageValue', averageValue: '5' }) as Metric];
    const values = [{ type: '' }, requests('current', { averageValue: '7500m' }) as Metric];
    const facts = hpaFacts({
      ...two,
      spec: { ...two.spec, metrics: wanted },
      status: { ...two.status, currentMetrics: values },
    });
    expect(facts.metrics).toEqual([
      { type: 'ContainerResource', name: 'app cpu', targetType: 'Utilization', value: null, target: 60 },
      { type: 'Pods', name: 'requests_per_second', targetType: 'AverageValue', value: 7.5, target: 5 },
    ]);
    expect(facts).toMatchObject({ metric: null, target: 60 });
  });

  it('have the rules of its steps, with the tolerance as a number', () => {
    const spec = {
      ...hpa({ type: 'Resource' }, undefined).spec,
      minReplicas: 2,
      behavior: { scaleUp: { tolerance: '50m', selectPolicy: 'Max' } },
    };
    expect(hpaFacts({ ...hpa({ type: 'Resource' }, undefined), spec }).rules).toEqual({
      minReplicas: 2,
      maxReplicas: 5,
      behavior: { scaleUp: { tolerance: 0.05, selectPolicy: 'Max' }, scaleDown: undefined },
    });
  });

  it('do not take the quotient by no pods for a value', () => {
    const external = (key: 'target' | 'current', values: object) =>
      ({ type: 'External', external: { [key]: values } }) as unknown as Metric;
    const wanted = external('target', { type: 'AverageValue', averageValue: '50' });
    // int64(math.Ceil(usage / 0)) in thousandths, GetExternalPerPodMetricReplicas.
    const infinite = external('current', { averageValue: '-9223372036854775808m' });
    expect(hpaFacts(hpa(wanted, infinite)).metric).toBeNull();
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

describe('facts of a ScaledObject and of a VPA', () => {
  it('are the conditions', () => {
    const scaledObject = {
      metadata,
      spec: { scaleTargetRef: { name: 'sample' }, triggers: [] },
      status: {
        conditions: [
          { type: 'Active', status: 'False' },
          { type: 'Ready', status: 'True' },
        ],
      },
    } satisfies ScaledObject;
    expect(scaledObjectFacts(scaledObject)).toEqual({ active: 'False', ready: 'True', fallback: 'Unknown' });
  });

  it('are the recommendation for a pod, summed over its containers', () => {
    const vpa = (containers: readonly object[]) =>
      ({
        metadata,
        spec: {},
        status: { recommendation: { containerRecommendations: containers } },
      }) as unknown as Vpa;
    const bounds = { lowerBound: { cpu: '25m', memory: '262144k' }, upperBound: { cpu: '2', memory: '1G' } };
    const app = { containerName: 'app', target: { cpu: '250m', memory: '262144k' }, ...bounds };
    const proxy = { containerName: 'proxy', target: { cpu: '50m' }, ...bounds };
    expect(vpaFacts(vpa([app, proxy]))).toEqual({
      target: { cpuCores: 0.3, memoryBytes: null },
      lowerBound: { cpuCores: 0.05, memoryBytes: 524288000 },
      upperBound: { cpuCores: 4, memoryBytes: 2e9 },
    });
    const none = { cpuCores: null, memoryBytes: null };
    expect(vpaFacts(vpa([]))).toEqual({ target: none, lowerBound: none, upperBound: none });
  });
});
