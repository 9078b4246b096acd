/** The rights of every add-on, as the program would grant them. */
import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { Karpenter } from '../../../../components/addons/karpenter/karpenter';
import { MetricsServer } from '../../../../components/addons/metricsServer';
import { Prometheus } from '../../../../components/addons/prometheus';
import { addons, type OptionalAddon } from '../../../../components/addons/registry';
import { plainNames } from '../../../../components/cluster/names';
import type { Cluster } from '../../../../components/cluster/types';
import type { KubeManifest } from '../../../../toolchain/types';
import { pools } from '../../../fixtures/nodePools';
import { registered, type Registered } from '../../../support/mocks';

type Subject = { readonly kind: string; readonly name: string; readonly namespace: string };
interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}
type Metadata = { readonly name: string; readonly namespace?: string };

const container = { name: 'main', image: 'upstream' };
const workload = (kind: string, name: string): KubeManifest => ({
  apiVersion: 'v1',
  kind,
  metadata: { name },
  spec: { ports: [], template: { spec: { containers: [container] } } },
});
const manifests: Readonly<Record<OptionalAddon, readonly KubeManifest[]>> = {
  keda: ['keda-operator', 'keda-metrics-apiserver'].flatMap((name) => [
    workload('Deployment', name),
    workload('Service', name),
  ]),
  'prometheus-adapter': [workload('Deployment', 'prometheus-adapter'), workload('Service', 'prometheus-adapter')],
  // Its objects are the testbed's own.
  'kube-metrics-adapter': [],
  vpa: [
    ...['vpa-recommender', 'vpa-updater', 'vpa-admission-controller'].map((name) => workload('Deployment', name)),
    workload('Service', 'vpa-webhook'),
  ],
};

function cluster(): Cluster {
  const placement = { nodeSelector: {}, tolerations: [] };
  const provider = new kubernetes.Provider('kubernetes', {});
  return {
    provider,
    kubeconfig: pulumi.output(''),
    image: (name) => pulumi.output(name),
    placement: { app: placement, system: placement },
    capabilities: { localImages: true, helm: false, provided: [], kubeletCertificates: true },
    names: plainNames,
    ready: provider,
  };
}

const certificate = { authority: 'CA', certificate: 'certificate', key: 'key' };

function optional(name: OptionalAddon): Promise<Registered[]> {
  const outputs = ({ type }: Registered) => (type.endsWith(':Certificate') ? certificate : {});
  return registered(
    () =>
      addons[name].create(
        name,
        {
          cluster: cluster(),
          prometheus: { namespace: 'monitoring', service: 'prometheus', port: 9090 },
          rules: { rules: [{}], externalRules: [{}] },
          watch: 'testbed-app',
          manifests: manifests[name],
          identity: pulumi.output('installed'),
        },
        {},
      ),
    outputs,
  );
}

const all = {
  'metrics-server': () => registered(() => new MetricsServer('metrics-server', { cluster: cluster() })),
  prometheus: () =>
    registered(() => new Prometheus('prometheus', { cluster: cluster(), identity: pulumi.output('basic') })),
  'prometheus-adapter': () => optional('prometheus-adapter'),
  'kube-metrics-adapter': () => optional('kube-metrics-adapter'),
  keda: () => optional('keda'),
  vpa: () => optional('vpa'),
  karpenter: () => registered(() => new Karpenter('karpenter', { cluster: cluster(), manifests: [], pools })),
};

const ofKind = (resources: readonly Registered[], ...kinds: string[]) =>
  resources.filter(({ type }) => kinds.includes(type.split(':')[2] ?? ''));

/** What each account may do, one line a rule: `WHERE: GROUP/RESOURCE VERBS`, or the name of a role of Kubernetes itself. */
function rightsIn(resources: readonly Registered[]): Record<string, string[]> {
  const rights: Record<string, string[]> = {};
  for (const { inputs } of ofKind(resources, 'RoleBinding', 'ClusterRoleBinding')) {
    const metadata = inputs['metadata'] as Metadata;
    const where = metadata.namespace ?? 'everywhere';
    const reference = inputs['roleRef'] as { kind: string; name: string };
    const role = ofKind(resources, reference.kind).find((candidate) => {
      const { name, namespace } = candidate.inputs['metadata'] as Metadata;
      return name === reference.name && (reference.kind === 'ClusterRole' || namespace === metadata.namespace);
    });
    const lines = role
      ? (role.inputs['rules'] as readonly Rule[]).flatMap((rule) => linesOf(rule))
      : [`${reference.kind} ${reference.name}`];
    for (const { name, namespace } of inputs['subjects'] as readonly Subject[]) {
      (rights[`${namespace}/${name}`] ??= []).push(...lines.map((line) => `${where}: ${line}`));
    }
  }
  for (const lines of Object.values(rights)) lines.sort();
  return rights;
}

function linesOf({ apiGroups = [], resources = [], nonResourceURLs = [], verbs }: Rule): string[] {
  const names = apiGroups.flatMap((group) => resources.map((resource) => (group ? `${group}/${resource}` : resource)));
  return [...names, ...nonResourceURLs].map((name) => `${name} ${verbs.join(',')}`);
}

const READ = 'get,list,watch';
const servesAnApi = [
  'everywhere: ClusterRole system:auth-delegator',
  'kube-system: Role extension-apiserver-authentication-reader',
];
const ownersOfPods = [
  `testbed-app: apps/daemonsets ${READ}`,
  `testbed-app: apps/deployments ${READ}`,
  `testbed-app: apps/replicasets ${READ}`,
  `testbed-app: apps/statefulsets ${READ}`,
  `testbed-app: autoscaling.k8s.io/verticalpodautoscalers ${READ}`,
  `testbed-app: batch/cronjobs ${READ}`,
  `testbed-app: batch/jobs ${READ}`,
  `testbed-app: limitranges ${READ}`,
  `testbed-app: replicationcontrollers ${READ}`,
];
const expected: Record<keyof typeof all, Record<string, string[]>> = {
  'metrics-server': {
    'kube-system/metrics-server': [
      ...servesAnApi,
      'everywhere: nodes/metrics get',
      `everywhere: nodes ${READ}`,
      `everywhere: pods ${READ}`,
    ],
  },
  prometheus: {
    'monitoring/prometheus': [
      'everywhere: /metrics get',
      `everywhere: discovery.k8s.io/endpointslices ${READ}`,
      `everywhere: endpoints ${READ}`,
      `everywhere: nodes ${READ}`,
      'everywhere: nodes/metrics get',
      `everywhere: pods ${READ}`,
      `everywhere: services ${READ}`,
    ],
  },
  'prometheus-adapter': {
    'prometheus-adapter/prometheus-adapter': [...servesAnApi, 'testbed-app: pods get,list'],
  },
  'kube-metrics-adapter': {
    'kube-metrics-adapter/kube-metrics-adapter': [
      ...servesAnApi,
      'everywhere: autoscaling/horizontalpodautoscalers list',
      'testbed-app: events create,patch',
    ],
  },
  keda: {
    'keda/keda-operator': [
      `everywhere: eventing.keda.sh/clustercloudeventsources ${READ}`,
      `everywhere: keda.sh/clustertriggerauthentications ${READ}`,
      `keda: secrets ${READ}`,
      `testbed-app: apps/deployments ${READ}`,
      'testbed-app: apps/deployments/scale get,update',
      `testbed-app: autoscaling/horizontalpodautoscalers ${READ},create,update,patch,delete`,
      `testbed-app: eventing.keda.sh/cloudeventsources ${READ}`,
      'testbed-app: events create,patch',
      'testbed-app: events.k8s.io/events create,patch',
      `testbed-app: keda.sh/scaledjobs ${READ}`,
      `testbed-app: keda.sh/scaledobjects ${READ},update,patch`,
      'testbed-app: keda.sh/scaledobjects/finalizers update,patch',
      'testbed-app: keda.sh/scaledobjects/status update,patch',
      `testbed-app: keda.sh/triggerauthentications ${READ}`,
    ],
    'keda/keda-metrics-apiserver': [...servesAnApi, `testbed-app: keda.sh/scaledobjects ${READ}`],
  },
  vpa: {
    'vpa/vpa-recommender': [
      ...ownersOfPods,
      `testbed-app: autoscaling.k8s.io/verticalpodautoscalercheckpoints ${READ},create,patch,delete`,
      'testbed-app: autoscaling.k8s.io/verticalpodautoscalers/status get,patch',
      `testbed-app: events ${READ}`,
      'testbed-app: metrics.k8s.io/pods get,list',
      `testbed-app: pods ${READ}`,
    ],
    'vpa/vpa-updater': [
      ...ownersOfPods,
      'testbed-app: events create,patch',
      'testbed-app: events.k8s.io/events create,patch',
      `testbed-app: pods ${READ},patch`,
      'testbed-app: pods/eviction create',
      'testbed-app: pods/resize patch',
      `vpa: coordination.k8s.io/leases ${READ}`,
    ],
    'vpa/vpa-admission-controller': [...ownersOfPods, 'vpa: coordination.k8s.io/leases create,get,update'],
  },
  karpenter: {
    'karpenter/karpenter': [
      ...['nodepools', 'nodepools/status', 'nodeclaims', 'nodeclaims/status', 'nodeoverlays'].map(
        (resource) => `everywhere: karpenter.sh/${resource} ${READ}`,
      ),
      ...['nodeclaims', 'nodeclaims/status', 'nodeclaims/finalizers'].map(
        (resource) => `everywhere: karpenter.sh/${resource} create,delete,update,patch`,
      ),
      ...['nodepools', 'nodepools/status', 'nodepools/finalizers', 'nodeoverlays/status'].map(
        (resource) => `everywhere: karpenter.sh/${resource} update,patch`,
      ),
      `everywhere: karpenter.kwok.sh/kwoknodeclasses ${READ}`,
      'everywhere: karpenter.kwok.sh/kwoknodeclasses update,patch',
      'everywhere: karpenter.kwok.sh/kwoknodeclasses/status update,patch',
      `everywhere: nodes ${READ},create,update,patch,delete`,
      `everywhere: pods ${READ},delete`,
      'everywhere: pods/eviction create',
      'everywhere: events create,patch',
      ...['persistentvolumes', 'persistentvolumeclaims', 'replicationcontrollers', 'namespaces'].map(
        (resource) => `everywhere: ${resource} ${READ}`,
      ),
      ...['storageclasses', 'csinodes', 'volumeattachments'].map(
        (resource) => `everywhere: storage.k8s.io/${resource} ${READ}`,
      ),
      ...['daemonsets', 'deployments', 'replicasets', 'statefulsets'].map(
        (resource) => `everywhere: apps/${resource} list,watch`,
      ),
      'everywhere: apiextensions.k8s.io/customresourcedefinitions list,watch',
      `everywhere: policy/poddisruptionbudgets ${READ}`,
      `kube-node-lease: coordination.k8s.io/leases ${READ},delete`,
    ],
  },
};

const sorted = (rights: Record<string, string[]>) =>
  Object.fromEntries(Object.entries(rights).map(([account, lines]) => [account, [...lines].sort()]));

describe.each(Object.entries(all))('%s', (name, make) => {
  it('may do this and no more', async () => {
    expect(rightsIn(await make())).toEqual(sorted(expected[name as keyof typeof all]));
  });

  it('has no wildcard and no role of an administrator', async () => {
    const text = JSON.stringify(ofKind(await make(), 'Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'));
    expect(text).not.toContain('*');
    expect(text).not.toMatch(/"(cluster-admin|admin|edit)"/);
  });

  it('labels every object, and runs restricted pods with requests', async () => {
    const objects = (await make()).filter(({ inputs }) => 'metadata' in inputs);
    for (const { name: object, inputs } of objects) {
      const { labels = {} } = inputs['metadata'] as { labels?: Record<string, string> };
      expect([object, labels['app.kubernetes.io/part-of']]).toEqual([object, 'autoscaling-testbed']);
    }
    const deployments = ofKind(objects, 'Deployment');
    expect(deployments.length).toBeGreaterThan(0);
    for (const { inputs } of deployments) {
      expect(inputs).toMatchObject({
        spec: {
          template: {
            spec: {
              securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
              containers: [
                {
                  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
                  resources: {
                    requests: { cpu: expect.any(String) as string, memory: expect.any(String) as string },
                  },
                },
              ],
            },
          },
        },
      });
    }
  });
});
