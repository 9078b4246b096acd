/** Objects of a workload at rest, as the API sends them. */
import type { Scene } from '../../../../experiments/preflight/scene';
import type { Deployment, Hpa, Metric, Pod, ScaledObject, Vpa } from '../../../../experiments/record/objects';
import type { Target } from '../../../../experiments/types';

const metadata = { name: 'sample', uid: 'u', creationTimestamp: '2026-11-23T08:00:00Z' };

export const target = (autoscaler: Partial<Target['autoscaler']> = { hpa: 'sample-hpa' }) => ({
  workload: { namespace: 'app', deployment: 'sample', service: 'sample', port: 8080 },
  autoscaler: { name: 'variant', settings: {}, ...autoscaler },
});

export const deployment = (replicas: number, requests: Record<string, string> = { cpu: '1' }): Deployment => ({
  metadata,
  spec: {
    replicas,
    selector: { matchLabels: { app: 'sample' } },
    template: { spec: { containers: [{ name: 'app', resources: { requests } }] } },
  },
  status: {
    availableReplicas: replicas,
    updatedReplicas: replicas,
    conditions: [{ type: 'Available', status: 'True' }],
  },
});

export const hpa = (change: Partial<Hpa['spec']> = {}, active = 'True', reason = 'FailedGetResourceMetric'): Hpa => ({
  metadata,
  spec: { scaleTargetRef: { kind: 'Deployment', name: 'sample' }, minReplicas: 1, maxReplicas: 5, ...change },
  status: { conditions: [{ type: 'ScalingActive', status: active, reason, message: 'no metrics' }] },
});

export const scaledObject = (change: Partial<ScaledObject['spec']> = {}, ready = 'True'): ScaledObject => ({
  metadata,
  spec: { scaleTargetRef: { name: 'sample' }, minReplicaCount: 1, triggers: [{ type: 'prometheus' }], ...change },
  status: { conditions: [{ type: 'Ready', status: ready, reason: 'TriggerError' }] },
});

export const vpa = (recommends: boolean, scales = 'sample'): Vpa => ({
  metadata,
  spec: { targetRef: { kind: 'Deployment', name: scales } },
  status: {
    recommendation: {
      containerRecommendations: recommends ? [{ containerName: 'app', target: { cpu: '100m' } }] : [],
    },
    conditions: [{ type: 'RecommendationProvided', status: recommends ? 'True' : 'False', reason: 'NoPodsMatched' }],
  },
});

export const pod = (ready = true, deletionTimestamp?: string, name = 'sample'): Pod => ({
  metadata: { ...metadata, name, deletionTimestamp },
  spec: { containers: [] },
  status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
});

export const external = (name: string): Metric => ({
  type: 'External',
  external: { metric: { name, selector: { matchLabels: { 'scaledobject.keda.sh/name': 'sample' } } } },
});

export const scene = (change: Partial<Scene> = {}): Scene => ({
  deployment: deployment(1),
  pods: [pod()],
  hpa: undefined,
  scaledObject: undefined,
  vpa: undefined,
  ...change,
});
