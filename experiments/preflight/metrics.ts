import { messageOf, type Kube, type Query } from '../kube';
import { labelSelector, metricSource, type Metric, type Pod } from '../record/objects';
import type { Target } from '../types';
import { names, running, type Obstacle, type Scene } from './scene';

/** Each of the HPA's metrics answers in its API, for every ready pod where pods have their own values. */
export async function metricObstacles(
  kube: Kube,
  scene: Scene,
  target: Target,
  signal: AbortSignal,
): Promise<Obstacle[]> {
  const sources = new Map(
    sourcesOf(scene, target).map((source) => [source.path + JSON.stringify(source.query), source]),
  );
  const found = await Promise.all(
    [...sources.values()].map((source) => ask(kube, target.workload.namespace, source, running(scene.pods), signal)),
  );
  return found.flat();
}

/** Where a metric is asked for. */
interface Source {
  readonly api: string;
  /** API group; its preferred version is asked, as the HPA does. */
  readonly group: string;
  /** Below the namespace. */
  readonly path: string;
  readonly query: Query;
  /** What the API calls it. */
  readonly metric: string;
  /** Each pod has its own. */
  readonly podOf?: (item: Item) => string | undefined;
  readonly remedy: string;
}

interface Item {
  readonly metadata?: { readonly name?: string };
  readonly describedObject?: { readonly name?: string };
}

export function sourcesOf({ deployment, hpa, vpa }: Scene, { autoscaler }: Pick<Target, 'autoscaler'>): Source[] {
  const metrics = hpa?.spec.metrics ?? [];
  const pods = deployment ? labelSelector(deployment.spec.selector) : '';
  const resource = metrics.some(({ type }) => type === 'Resource' || type === 'ContainerResource');
  return [
    ...(resource || vpa ? [RESOURCES] : []),
    ...metrics.flatMap((metric) => customSource(metric, pods, autoscaler.scaledObject !== undefined)),
  ];
}

const RESOURCES: Source = {
  api: 'metrics',
  group: 'metrics.k8s.io',
  path: 'pods',
  query: {},
  metric: 'CPU and memory',
  podOf: ({ metadata }) => metadata?.name,
  remedy: 'Is metrics-server installed and available? kubectl get apiservice v1beta1.metrics.k8s.io',
};

function customSource(metric: Metric, pods: string, keda: boolean): Source[] {
  const { name, selector } = metricSource(metric)?.metric ?? {};
  if (name === undefined) return [];
  const labels = selector === undefined ? undefined : labelSelector(selector);
  const remedy = (api: string): string =>
    `Is ${keda ? 'the KEDA operator' : 'prometheus-adapter'} running, and has Prometheus the series? kubectl get apiservice | grep ${api}`;
  if (metric.type === 'External') {
    return [
      {
        api: 'external metrics',
        group: 'external.metrics.k8s.io',
        path: encodeURIComponent(name),
        query: { labelSelector: labels },
        metric: name,
        remedy: remedy('external.metrics.k8s.io'),
      },
    ];
  }
  if (metric.type !== 'Pods') return [];
  return [
    {
      api: 'custom metrics',
      group: 'custom.metrics.k8s.io',
      path: `pods/*/${encodeURIComponent(name)}`,
      query: { labelSelector: pods, metricLabelSelector: labels },
      metric: name,
      podOf: ({ describedObject }) => describedObject?.name,
      remedy: remedy('custom.metrics.k8s.io'),
    },
  ];
}

async function ask(
  kube: Kube,
  namespace: string,
  { api, group, path, query, metric, podOf, remedy }: Source,
  ready: readonly Pod[],
  signal: AbortSignal,
): Promise<Obstacle[]> {
  // Pods' own metrics have nobody to be of at zero replicas.
  if (podOf && ready.length === 0) return [];
  try {
    const { preferredVersion } = await kube.call<{ preferredVersion: { groupVersion: string } }>(
      'GET',
      `/apis/${group}`,
      {
        signal,
      },
    );
    const url = `/apis/${preferredVersion.groupVersion}/namespaces/${namespace}/${path}`;
    const { items } = await kube.call<{ items: readonly Item[] }>('GET', url, { query, signal });
    if (!podOf) {
      return items.length > 0 ? [] : [{ problem: `the ${api} API has no value of ${metric}`, remedy }];
    }
    const measured = new Set(items.map(podOf));
    const missing = ready.filter(({ metadata }) => !measured.has(metadata.name));
    return missing.length === 0
      ? []
      : [{ problem: `the ${api} API has nothing yet on ${names(missing)} (${metric})`, remedy }];
  } catch (error) {
    signal.throwIfAborted();
    return [{ problem: `the ${api} API does not answer for ${metric} (${messageOf(error)})`, remedy }];
  }
}
