/** Kubernetes objects as the API sends them, as far as they are read here. Times are RFC 3339 text. */

export interface Meta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion?: string;
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface KubeObject {
  readonly metadata: Meta;
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

export interface Container {
  readonly name: string;
  readonly resources?: ContainerResources;
}

/** Quantities by resource. */
interface ContainerResources {
  readonly requests?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, string>>;
}

export interface ContainerStatus {
  readonly name: string;
  readonly restartCount: number;
  /** What the node holds for it; other than the spec while a resize waits. */
  readonly resources?: ContainerResources;
  readonly state?: {
    readonly running?: { readonly startedAt?: string };
    readonly waiting?: { readonly reason?: string; readonly message?: string };
    readonly terminated?: { readonly exitCode: number; readonly reason?: string; readonly startedAt?: string };
  };
}

export interface Pod extends KubeObject {
  readonly spec: {
    readonly nodeName?: string;
    readonly containers: readonly Container[];
    /** Those with `restartPolicy: Always` run as long as the others: native sidecars. */
    readonly initContainers?: readonly (Container & { readonly restartPolicy?: string })[];
  };
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly conditions?: readonly Condition[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
  };
}

export interface Deployment extends KubeObject {
  readonly spec: {
    readonly replicas?: number;
    readonly selector: {
      readonly matchLabels?: Readonly<Record<string, string>>;
      readonly matchExpressions?: readonly { key: string; operator: string; values?: readonly string[] }[];
    };
    readonly template: {
      readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
      readonly spec: { readonly containers: readonly Container[] };
    };
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly conditions?: readonly Condition[];
  };
}

/** Any of the sources of an autoscaling/v2 metric: `resource`, `pods`, `object`, `external`, `containerResource`. */
interface MetricValues {
  readonly averageUtilization?: number;
  readonly averageValue?: string;
  readonly value?: string;
}
export interface MetricSource {
  /** Of a resource. */
  readonly name?: string;
  readonly container?: string;
  /** Of any other metric. */
  readonly metric?: {
    readonly name: string;
    readonly selector?: Deployment['spec']['selector'];
  };
  readonly target?: MetricValues & { readonly type: string };
  readonly current?: MetricValues;
}
export type Metric = { readonly type: string } & Readonly<Record<string, MetricSource | string | undefined>>;

/** `{type: 'Resource', resource: {...}}`: the source lies under the type's name. */
export function metricSource(metric: Metric | undefined): MetricSource | undefined {
  if (!metric?.type) return undefined;
  const key = metric.type.charAt(0).toLowerCase() + metric.type.slice(1);
  const value = metric[key];
  return typeof value === 'object' ? value : undefined;
}

interface Rules {
  readonly stabilizationWindowSeconds?: number;
  readonly selectPolicy?: string;
  readonly policies?: readonly { readonly type: string; readonly value: number; readonly periodSeconds: number }[];
  /** A quantity. */
  readonly tolerance?: string;
}

export interface Hpa extends KubeObject {
  readonly spec: {
    readonly scaleTargetRef: { readonly kind: string; readonly name: string };
    readonly minReplicas?: number;
    readonly maxReplicas: number;
    readonly metrics?: readonly Metric[];
    readonly behavior?: { readonly scaleUp?: Rules; readonly scaleDown?: Rules };
  };
  readonly status?: {
    readonly desiredReplicas?: number;
    readonly currentReplicas?: number;
    readonly currentMetrics?: readonly Metric[] | null;
    readonly conditions?: readonly Condition[];
  };
}

/** keda.sh/v1alpha1. */
export interface ScaledObject extends KubeObject {
  readonly spec: {
    readonly scaleTargetRef: { readonly kind?: string; readonly name: string };
    /** Seconds. */
    readonly cooldownPeriod?: number;
    readonly idleReplicaCount?: number;
    readonly minReplicaCount?: number;
    readonly triggers: readonly { readonly type: string }[];
  };
  readonly status?: { readonly conditions?: readonly Condition[] };
}

type ResourceList = Readonly<Record<string, string>>;

/** autoscaling.k8s.io/v1. */
export interface Vpa extends KubeObject {
  readonly spec: {
    readonly targetRef?: { readonly kind: string; readonly name: string };
    readonly updatePolicy?: { readonly updateMode?: string };
  };
  readonly status?: {
    readonly recommendation?: {
      readonly containerRecommendations?: readonly {
        readonly containerName: string;
        readonly target: ResourceList;
        readonly lowerBound?: ResourceList;
        readonly upperBound?: ResourceList;
      }[];
    };
    readonly conditions?: readonly Condition[];
  };
}

export interface Node extends KubeObject {
  readonly spec?: { readonly unschedulable?: boolean };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly capacity?: Readonly<Record<string, string>>;
    readonly allocatable?: Readonly<Record<string, string>>;
    readonly nodeInfo?: {
      readonly kubeletVersion: string;
      readonly containerRuntimeVersion: string;
      readonly kernelVersion: string;
    };
  };
}

export interface CoreEvent extends KubeObject {
  readonly involvedObject: { readonly kind?: string; readonly name?: string };
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly series?: { readonly count?: number };
}

/** The status of a condition: `True`, `False`, or `Unknown` where there is none. */
export function condition(conditions: readonly Condition[] | undefined, type: string): Condition {
  return conditions?.find((candidate) => candidate.type === type) ?? { type, status: 'Unknown' };
}

export function isTrue(conditions: readonly Condition[] | undefined, type: string): boolean {
  return condition(conditions, type).status === 'True';
}

/** A Deployment's selector as the API's `labelSelector` parameter. */
export function labelSelector({ matchLabels = {}, matchExpressions = [] }: Deployment['spec']['selector']): string {
  const expressions = matchExpressions.map(({ key, operator, values = [] }) => {
    if (operator === 'Exists') return key;
    if (operator === 'DoesNotExist') return `!${key}`;
    return `${key} ${operator === 'In' ? 'in' : 'notin'} (${values.join(',')})`;
  });
  return [...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`), ...expressions].join(',');
}
