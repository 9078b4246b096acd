import { retry, type Kube } from '../kube';
import type { Target } from '../types';
import { deploymentFacts, eventFacts, hpaFacts, nodeFacts, podFacts, scaledObjectFacts, vpaFacts } from './facts';
import {
  labelSelector,
  type CoreEvent,
  type Deployment,
  type Hpa,
  type KubeObject,
  type Node,
  type Pod,
  type ScaledObject,
  type Vpa,
} from './objects';
import type { Change, Observation, Seen } from './observations';
import { nodeClaimFacts, nodeClaimsWatch, type NodeClaim } from './nodeClaims';
import { autoscalersWatch, deploymentsWatch, podsWatch } from '../services/watch';
import { watch, type Collection } from './watch';

/** What is seen, and of which service. */
type Found = Seen & Pick<Observation, 'service'>;

type AutoscalerNames = Pick<Target['autoscaler'], 'hpa' | 'scaledObject' | 'vpa'>;

/** Milliseconds that the API server may be away when recording begins. */
const PATIENCE = 30_000;

/**
 * Watches the workload's Deployment and pods, its autoscaler's objects, the nodes, their claims where there are node pools, and the events, and gives every observation as it
 * arrives, until the signal aborts. Resolves once each has been listed.
 */
export async function record(
  kube: Kube,
  target: Pick<Target, 'workload' | 'autoscaler' | 'services' | 'nodePools'>,
  give: (observation: Observation) => void,
  signal: AbortSignal,
): Promise<{ readonly done: Promise<void> }> {
  const { namespace, deployment: name } = target.workload;
  const base = `/api/v1/namespaces/${namespace}`;
  const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  const one = (object: string) => ({ fieldSelector: `metadata.name=${object}` });
  const deployment = await retry(() => kube.call<Deployment>('GET', `${deployments}/${name}`, { signal }), {
    within: PATIENCE,
    signal,
  });

  const start = <T extends KubeObject>(
    collection: Collection,
    seen: (change: Change, object: T) => Found | undefined,
  ) =>
    retry(
      () =>
        watch<T>(
          kube,
          collection,
          {
            change(change, object, time) {
              const what = seen(change, object);
              if (what) give({ time, ...what });
            },
            gap: (gap) => give({ time: gap.to, kind: 'gap', ...gap }),
          },
          signal,
        ),
      { within: PATIENCE, signal },
    );
  // Events from before are of another run.
  const event = (change: Change, object: CoreEvent): Seen | undefined =>
    change === 'INITIAL' ? undefined : { kind: 'event', change, facts: eventFacts(object) };

  const { autoscaler, services } = target;
  /** The autoscaler's objects of a kind, where the variant has them: the workload's, and that of each of several services. */
  const own = <T extends KubeObject>(
    kind: string,
    group: string,
    resource: string,
    nameOf: (of: AutoscalerNames) => string | undefined,
    seen: (change: Change, object: T) => Seen,
  ) => {
    const path = `/apis/${group}/namespaces/${namespace}/${resource}`;
    const object = nameOf(autoscaler);
    const all = autoscalersWatch(kind, path, services ?? [], nameOf, seen);
    return [
      ...(object === undefined ? [] : [start<T>({ name: kind, path, query: one(object) }, seen)]),
      ...(all === null ? [] : [start(all.collection, all.seen)]),
    ];
  };
  const ofServices = () => {
    if (services === undefined) return [];
    const [ofDeployments, ofPods] = [deploymentsWatch(deployments, services), podsWatch(`${base}/pods`, services)];
    return [start(ofDeployments.collection, ofDeployments.seen), start(ofPods.collection, ofPods.seen)];
  };

  const watches = await Promise.all([
    start<Deployment>({ name: 'Deployment', path: deployments, query: one(name) }, (change, object) => ({
      kind: 'deployment',
      change,
      facts: deploymentFacts(object),
    })),
    start<Pod>(
      { name: 'pods', path: `${base}/pods`, query: { labelSelector: labelSelector(deployment.spec.selector) } },
      (change, object) => ({ kind: 'pod', change, facts: podFacts(object) }),
    ),
    start<Node>({ name: 'nodes', path: '/api/v1/nodes' }, (change, object) => ({
      kind: 'node',
      change,
      facts: nodeFacts(object),
    })),
    start<CoreEvent>({ name: 'events', path: `${base}/events` }, event),
    start<CoreEvent>(
      {
        name: 'node events',
        path: '/api/v1/namespaces/default/events',
        query: { fieldSelector: 'involvedObject.kind=Node' },
      },
      event,
    ),
    ...own<Hpa>(
      'HPA',
      'autoscaling/v2',
      'horizontalpodautoscalers',
      ({ hpa }) => hpa,
      (change, object) => ({ kind: 'hpa', change, facts: hpaFacts(object) }),
    ),
    ...own<ScaledObject>(
      'ScaledObject',
      'keda.sh/v1alpha1',
      'scaledobjects',
      ({ scaledObject }) => scaledObject,
      (change, object) => ({ kind: 'scaledObject', change, facts: scaledObjectFacts(object) }),
    ),
    ...own<Vpa>(
      'VPA',
      'autoscaling.k8s.io/v1',
      'verticalpodautoscalers',
      ({ vpa }) => vpa,
      (change, object) => ({ kind: 'vpa', change, facts: vpaFacts(object) }),
    ),
    ...(target.nodePools === undefined
      ? []
      : [
          start<NodeClaim>(nodeClaimsWatch, (change, object) => ({
            kind: 'nodeClaim',
            change,
            facts: nodeClaimFacts(object),
          })),
          start<CoreEvent>(
            {
              name: 'NodeClaim events',
              path: '/api/v1/namespaces/default/events',
              query: { fieldSelector: 'involvedObject.kind=NodeClaim' },
            },
            event,
          ),
        ]),
    ...ofServices(),
  ]);
  return { done: Promise.all(watches.map(({ done }) => done)).then(() => undefined) };
}
