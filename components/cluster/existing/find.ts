import { connect, KubeError, type Kube } from '../../../experiments/kube';
import type { Names } from '../names';
import type { Provided } from '../types';

/** What was found in a cluster before the testbed does anything. */
export interface Found {
  /** The uid of the namespace kube-system, which tells a cluster from any other. */
  readonly identity: string;
  /** Version of Kubernetes. */
  readonly version: string;
  /** What others have installed, with where it was seen. */
  readonly installed: Readonly<Partial<Record<Provided, string>>>;
  /** API groups that others serve through the API server, with whose they are. */
  readonly apis: Readonly<Record<string, string>>;
}

interface ApiService {
  readonly spec: { readonly group: string; readonly service?: { readonly namespace: string; readonly name: string } };
}

/** Custom resources by which installed software is known. */
const definitions: readonly (readonly [Provided, string])[] = [
  ['keda', 'scaledobjects.keda.sh'],
  ['vpa', 'verticalpodautoscalers.autoscaling.k8s.io'],
  ['istio', 'virtualservices.networking.istio.io'],
  ['gateway-api', 'httproutes.gateway.networking.k8s.io'],
  ['prometheus-operator', 'prometheuses.monitoring.coreos.com'],
];

/** Where the testbed's own would be, when it is this stack that has brought it. */
const parts: Readonly<Partial<Record<Provided, string>>> = { istio: 'istio-system' };

async function optional<T>(kube: Kube, path: string): Promise<T | undefined> {
  try {
    return await kube.call<T>('GET', path);
  } catch (error) {
    if (error instanceof KubeError && error.code === 404) return undefined;
    throw error;
  }
}

/** Whether this stack itself has installed the software, in an earlier update. */
async function isOurs(kube: Kube, software: Provided, names: Names): Promise<boolean> {
  const namespace = names.namespace(software === 'prometheus-operator' ? 'monitoring' : (parts[software] ?? software));
  const path =
    software === 'prometheus-operator'
      ? // Its namespace is also that of a Prometheus without an operator.
        `/apis/apps/v1/namespaces/${namespace}/deployments/prometheus-operator`
      : `/api/v1/namespaces/${namespace}`;
  return (await optional(kube, path)) !== undefined;
}

/** Istio's definitions outlive it (Helm is told to keep them), so it is there only where something injects its proxies. */
async function runs(kube: Kube, software: Provided): Promise<boolean> {
  if (software !== 'istio') return true;
  const path = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations';
  const { items } = await kube.call<{ items: readonly unknown[] }>('GET', path, {
    query: { labelSelector: 'app=sidecar-injector' },
  });
  return items.length > 0;
}

/** Looks at a cluster; only reads. */
export async function findInstalled(kubeconfig: string, names: Names): Promise<Found> {
  const kube = connect(kubeconfig);
  const { metadata } = await kube.call<{ metadata: { uid: string } }>('GET', '/api/v1/namespaces/kube-system');
  const [{ gitVersion }, { items }] = await Promise.all([
    kube.call<{ gitVersion: string }>('GET', '/version'),
    kube.call<{ items: readonly ApiService[] }>('GET', '/apis/apiregistration.k8s.io/v1/apiservices'),
  ]);
  const served = items.flatMap(({ spec: { group, service } }) =>
    service === undefined
      ? []
      : [{ group, namespace: service.namespace, owner: `${service.namespace}/${service.name}` }],
  );
  const own = new Set(
    ['metrics-server', 'keda', 'prometheus-adapter', 'kube-metrics-adapter', 'monitoring'].map((part) =>
      names.namespace(part),
    ),
  );
  const foreign = served.filter(({ namespace }) => !own.has(namespace));
  const apis = Object.fromEntries(foreign.map(({ group, owner }) => [group, `Service ${owner}`]));

  const seen = await Promise.all(
    definitions.map(async ([software, name]) => {
      const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`;
      const there =
        (await optional(kube, path)) !== undefined &&
        !(await isOurs(kube, software, names)) &&
        (await runs(kube, software));
      return there ? ([software, `CustomResourceDefinition ${name}`] as const) : undefined;
    }),
  );
  const metrics = apis['metrics.k8s.io'];
  return {
    identity: metadata.uid,
    version: gitVersion,
    installed: {
      ...(metrics !== undefined && { 'metrics-server': metrics }),
      ...(Object.fromEntries(seen.filter((entry) => entry !== undefined)) as Found['installed']),
    },
    apis,
  };
}
