/** What design.md asks of every Kubernetes object that the testbed makes, as rules over recorded objects. */
import { digests } from '../../components/cluster/upstreamImages';
import type { KubeManifest } from '../../toolchain/types';

interface Container {
  readonly name: string;
  readonly image?: string;
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number; readonly hostPort?: number }[];
  readonly resources?: { readonly requests?: Record<string, string>; readonly limits?: Record<string, string> };
  readonly securityContext?: SecurityContext;
}
interface SecurityContext {
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  readonly seccompProfile?: { readonly type: string };
  readonly procMount?: string;
  readonly sysctls?: readonly object[];
}
interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly securityContext?: SecurityContext;
  readonly volumes?: readonly Record<string, unknown>[];
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
}
interface Template {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: PodSpec;
}
interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly verbs: readonly string[];
}
interface PolicySpec {
  readonly podSelector: object;
  readonly policyTypes: readonly string[];
  readonly ingress: readonly {
    readonly ports: readonly { readonly port: number }[];
    readonly from?: readonly object[];
  }[];
}
interface ServiceSpec {
  readonly selector?: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly port: number; readonly targetPort?: number | string }[];
}

const specOf = <T>(object: KubeManifest): T => object['spec'] as T;
const ofKind = (objects: readonly KubeManifest[], ...kinds: string[]) =>
  objects.filter(({ kind }) => kinds.includes(kind));

/** The pods that an object makes. */
function templateOf(object: KubeManifest): Template | undefined {
  const kinds = ['Deployment', 'DaemonSet', 'StatefulSet', 'ReplicaSet', 'Job'];
  return kinds.includes(object.kind) ? specOf<{ template: Template }>(object).template : undefined;
}
const containersOf = ({ containers, initContainers = [] }: PodSpec) => [...containers, ...initContainers];

const LABELS = ['name', 'instance', 'component', 'part-of', 'managed-by'].map((label) => `app.kubernetes.io/${label}`);
function missingLabels(labels: Readonly<Record<string, string>> = {}): string[] {
  const missing = LABELS.filter((label) => !labels[label]).map((label) => `no label ${label}`);
  const ours = labels['app.kubernetes.io/part-of'] === 'autoscaling-testbed' ? [] : ['part of something else'];
  return [...missing, ...ours];
}

/** Kinds of volumes that the restricted standard allows. */
const VOLUMES = 'name configMap csi downwardAPI emptyDir ephemeral persistentVolumeClaim projected secret'.split(' ');

/** Against the restricted Pod Security Standard, control by control (kubernetes.io, "Pod Security Standards"). */
function unrestricted(pod: PodSpec): string[] {
  const own = pod.securityContext ?? {};
  const problems: string[] = [];
  const check = (fine: boolean, problem: string) => {
    if (!fine) problems.push(problem);
  };
  check(!pod.hostNetwork && !pod.hostPID && !pod.hostIPC, 'shares a namespace of the node');
  check(own.sysctls === undefined, 'sets sysctls');
  for (const volume of pod.volumes ?? [])
    check(
      Object.keys(volume).every((key) => VOLUMES.includes(key)),
      `volume ${String(volume['name'])} is of a forbidden kind`,
    );
  for (const { name, securityContext: context = {}, ports = [] } of containersOf(pod)) {
    const runAs = { ...own, ...context };
    check(context.privileged !== true, `${name} is privileged`);
    check(context.allowPrivilegeEscalation === false, `${name} may gain rights`);
    check(context.capabilities?.drop?.includes('ALL') === true, `${name} keeps capabilities`);
    check(
      (context.capabilities?.add ?? []).every((one) => one === 'NET_BIND_SERVICE'),
      `${name} adds capabilities`,
    );
    check(runAs.runAsNonRoot === true, `${name} may run as root`);
    check(runAs.runAsUser !== 0, `${name} runs as root`);
    check(/^(RuntimeDefault|Localhost)$/.test(runAs.seccompProfile?.type ?? ''), `${name} has no seccomp profile`);
    check(context.procMount === undefined || context.procMount === 'Default', `${name} sees /proc unmasked`);
    check(
      ports.every(({ hostPort }) => hostPort === undefined),
      `${name} takes a port of the node`,
    );
  }
  return problems;
}

/** Every image that an object names, in custom resources as well. */
function imagesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(imagesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'image' && typeof inner === 'string' ? [inner] : imagesIn(inner),
  );
}

/** Images of upstream whose digests are not known (components/cluster/upstreamImages.ts says why); no other may stand with its tag only. */
const TAGGED = [
  'docker.io/locustio/locust',
  'quay.io/prometheus/prometheus',
  'ghcr.io/kedacore/keda',
  'ghcr.io/kedacore/keda-metrics-apiserver',
  'registry.k8s.io/autoscaling/vpa-recommender',
  'registry.k8s.io/autoscaling/vpa-updater',
  'registry.k8s.io/autoscaling/vpa-admission-controller',
  'quay.io/prometheus-operator/prometheus-operator',
  'ghcr.io/zalando-incubator/kube-metrics-adapter',
];
const isPinned = (image: string): boolean =>
  /@sha256:[0-9a-f]{64}$/.test(image) ||
  // Named after its content.
  /^testbed\.local\/[^:]+:[0-9a-f]{16}$/.test(image) ||
  // The user's own words.
  image.startsWith('registry.example/') ||
  (TAGGED.includes(image.replace(/:[^:/]+$/, '')) && digests[image] === undefined);

const READING = ['get', 'list', 'watch'];

/** A Service's ports of its pods, and whether anyone, or pods of their namespace, may reach them. */
function targetPorts(service: KubeManifest, objects: readonly KubeManifest[]): number[] {
  const { selector = {}, ports } = specOf<ServiceSpec>(service);
  const pods = objects
    .filter(({ metadata }) => metadata.namespace === service.metadata.namespace)
    .flatMap((object) => templateOf(object) ?? [])
    .filter(({ metadata: { labels } }) => Object.entries(selector).every(([key, value]) => labels[key] === value));
  const named = pods.flatMap(({ spec }) => containersOf(spec).flatMap((container) => container.ports ?? []));
  return ports.flatMap(({ port, targetPort = port }) =>
    typeof targetPort === 'number'
      ? [targetPort]
      : named.filter(({ name }) => name === targetPort).map(({ containerPort }) => containerPort),
  );
}
function open(namespace: string | undefined, objects: readonly KubeManifest[], toAnyone: boolean): number[] {
  return ofKind(objects, 'NetworkPolicy')
    .filter(({ metadata }) => metadata.namespace === namespace)
    .flatMap((policy) => specOf<PolicySpec>(policy).ingress)
    .filter(({ from }) => !toAnyone || from === undefined)
    .flatMap(({ ports }) => ports.map(({ port }) => port));
}
const isOurs = (namespace: string | undefined, objects: readonly KubeManifest[]): boolean =>
  ofKind(objects, 'Namespace').some(({ metadata }) => metadata.name === namespace);

/** The Services by which the API server calls: of APIs that it passes on, and of webhooks. */
function calledByServer(object: KubeManifest): { readonly name: string; readonly namespace: string }[] {
  if (object.kind === 'APIService') return [specOf<{ service: { name: string; namespace: string } }>(object).service];
  if (!object.kind.endsWith('WebhookConfiguration')) return [];
  const webhooks = object['webhooks'] as { clientConfig: { service: { name: string; namespace: string } } }[];
  return webhooks.map(({ clientConfig }) => clientConfig.service);
}

/** Each rule gives what breaks it in an object, which is among `objects`. */
export const objectRules: Readonly<
  Record<string, (object: KubeManifest, objects: readonly KubeManifest[]) => string[]>
> = {
  'an object and its pods have the recommended labels': (object) => [
    ...missingLabels(object.metadata.labels),
    ...(templateOf(object) === undefined ? [] : missingLabels(templateOf(object)?.metadata.labels)),
  ],
  'pods are restricted': (object) => {
    const template = templateOf(object);
    return template === undefined ? [] : unrestricted(template.spec);
  },
  'a container has requests, and a limit on memory': (object) =>
    containersOf(templateOf(object)?.spec ?? { containers: [] }).flatMap(({ name, resources }) => [
      ...['cpu', 'memory'].filter((what) => !resources?.requests?.[what]).map((what) => `${name} requests no ${what}`),
      ...(resources?.limits?.['memory'] ? [] : [`${name} has no limit on memory`]),
    ]),
  'an image is pinned by its content': (object) => imagesIn(object).filter((image) => !isPinned(image)),
  'a pod without an account of its own has no token': (object) => {
    const pod = templateOf(object)?.spec;
    return pod && pod.serviceAccountName === undefined && pod.automountServiceAccountToken !== false
      ? ['has the token of the default account']
      : [];
  },
  'nobody may do anything, raise rights, or read every Secret, but who is listed': (object) => {
    if (!['Role', 'ClusterRole'].includes(object.kind) || UPSTREAMS_ROLES.includes(object.metadata.name)) return [];
    return ((object['rules'] ?? []) as readonly Rule[]).flatMap(({ apiGroups = [], resources = [], verbs }) => [
      ...([...apiGroups, ...resources, ...verbs].includes('*') ? ['a wildcard'] : []),
      ...verbs.filter((verb) => ['escalate', 'bind', 'impersonate'].includes(verb)),
      ...(object.kind === 'ClusterRole' && resources.includes('secrets') && verbs.some((verb) => READING.includes(verb))
        ? ['reads every Secret']
        : []),
    ]);
  },
  'nobody administers the cluster': (object) => {
    if (!object.kind.endsWith('RoleBinding')) return [];
    const { name } = object['roleRef'] as { name: string };
    return ['cluster-admin', 'admin', 'edit'].includes(name) ? [`bound to ${name}`] : [];
  },
  'a namespace holds its pods to a Pod Security Standard, the restricted one but where listed': (object) => {
    if (object.kind !== 'Namespace') return [];
    const level = object.metadata.labels?.['pod-security.kubernetes.io/enforce'];
    const allowed = standards[withoutPrefix(object.metadata.name)] ?? ['restricted'];
    // Without a plug-in on the nodes, an init container connects the pods of the mesh.
    const inMesh = object.metadata.labels?.['istio-injection'] === 'enabled' ? ['privileged'] : [];
    return [...allowed, ...inMesh].includes(String(level)) ? [] : [`is ${String(level)}`];
  },
  'a namespace has one NetworkPolicy, which takes all its pods': (object, objects) => {
    if (object.kind !== 'Namespace') return [];
    const policies = ofKind(objects, 'NetworkPolicy').filter(
      ({ metadata }) => metadata.namespace === object.metadata.name,
    );
    const all = policies.filter((policy) => {
      const { podSelector, policyTypes } = specOf<PolicySpec>(policy);
      return Object.keys(podSelector).length === 0 && policyTypes.join() === 'Ingress';
    });
    return policies.length === 1 && all.length === 1 ? [] : [`has ${policies.length}, of which ${all.length} take all`];
  },
  "somebody may reach a Service's pods": (object, objects) => {
    const { namespace } = object.metadata;
    if (object.kind !== 'Service' || !isOurs(namespace, objects)) return [];
    const ports = targetPorts(object, objects).filter((port) => !unused(object, port));
    return ports.filter((port) => !open(namespace, objects, false).includes(port)).map((port) => `${port} is closed`);
  },
  'the API server may reach what it calls': (object, objects) =>
    calledByServer(object).flatMap(({ name, namespace }) => {
      const [service] = ofKind(objects, 'Service').filter(
        ({ metadata }) => metadata.name === name && metadata.namespace === namespace,
      );
      if (service === undefined || !isOurs(namespace, objects)) return [];
      const ports = targetPorts(service, objects).filter((port) => !unused(service, port));
      const reached = ports.filter((port) => open(namespace, objects, true).includes(port));
      return reached.length > 0 ? [] : [`${namespace}/${name}: none of ${ports.join()} is open to anyone`];
    }),
};

/** Istio's control plane as upstream has it: all of Istio's own resources, and the Secrets of gateways wherever they are. */
const UPSTREAMS_ROLES = ['istiod-clusterrole-istio-system'];

/** Namespaces whose pods cannot be restricted. */
const standards: Readonly<Record<string, readonly string[]>> = {
  // The chart's pods mount /proc and /sys of the node.
  'node-exporter': ['privileged'],
  // The nodes' plugin and proxy change the network of other pods; the embedded cluster has neither.
  'istio-system': ['privileged', 'restricted'],
};
const withoutPrefix = (namespace: string): string => namespace.replace(/^testbed-test-/, '');

/** KEDA's Services name the port of its programs' own metrics, which nothing here scrapes. */
const unused = ({ metadata }: KubeManifest, port: number): boolean =>
  metadata.name.startsWith('keda-') && port === 8080;
