import {
  alertmanager,
  coredns,
  istio,
  karpenter,
  keda,
  kind,
  kubernetes,
  kubeStateMetrics,
  metricsServer,
  nodeExporter,
  prometheus,
  prometheusAdapter,
  prometheusOperator,
  pulumi,
  vpa,
} from '../../../stacks/versions';

/** How a part is built. */
export interface Recipe {
  /** Folder of the Go module below `toolchain/go`. */
  readonly module: string;
  /** The module that the program is from, for people. */
  readonly source: string;
  /** The command to build. */
  readonly package: string;
  readonly version: string;
  readonly binary: string;
  /** Programs built in the same go, because they share most of what is compiled: commands by the name of the binary. */
  readonly also?: Readonly<Record<string, string>>;
  /** String variables set at link time. */
  readonly variables: Readonly<Record<string, string>>;
  /** Build tags. */
  readonly tags?: readonly string[];
  /** Further names of the binary. */
  readonly links?: readonly string[];
  /** Files of the module that go with the programs, by their name in the part's folder `share`. */
  readonly files?: Readonly<Record<string, string>>;
}

const [, major = '', minor = ''] = /^v(\d+)\.(\d+)\./.exec(kubernetes.version) ?? [];

const underModule = (prefix: string, values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]));

/** Where the programs of the Prometheus project keep their version. */
const prometheusVersion = (version: string): Record<string, string> => ({
  'github.com/prometheus/common/version.Version': version.replace(/^v/, ''),
});

// An add-on has a module of its own, and so upstream's own dependencies: in the module of Kubernetes it would raise some, change the
// key of what everyone has built, and make the default set-up resolve modules that it does not use.
export const recipes = {
  kubernetes: {
    module: 'kubernetes',
    source: 'k8s.io/kubernetes',
    package: './hyperkube',
    version: kubernetes.version,
    binary: 'hyperkube',
    variables: underModule('k8s.io/component-base/version', {
      gitVersion: kubernetes.version,
      gitMajor: major,
      gitMinor: minor,
      gitCommit: kubernetes.commit,
      gitTreeState: 'clean',
      buildDate: kubernetes.date,
    }),
    links: ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'kube-proxy'],
  },
  'metrics-server': {
    module: 'kubernetes',
    source: 'sigs.k8s.io/metrics-server',
    package: 'sigs.k8s.io/metrics-server/cmd/metrics-server',
    version: metricsServer.version,
    binary: 'metrics-server',
    variables: {
      ...underModule('k8s.io/component-base/version', { gitVersion: kubernetes.version }),
      ...underModule('k8s.io/client-go/pkg/version', {
        gitVersion: metricsServer.version,
        buildDate: metricsServer.date,
      }),
    },
  },
  coredns: {
    module: 'kubernetes',
    source: 'github.com/coredns/coredns',
    package: './coredns',
    version: coredns.version,
    binary: 'coredns',
    variables: {},
  },
  prometheus: {
    module: 'prometheus',
    source: 'github.com/prometheus/prometheus',
    package: 'github.com/prometheus/prometheus/cmd/prometheus',
    version: prometheus.version,
    binary: 'prometheus',
    variables: prometheusVersion(prometheus.version.replace(/^v0\.(\d)(\d\d)/, '$1.$2')),
    // Debian's package is without the Kubernetes service discovery; this is with no other, which saves the clouds' SDKs.
    tags: ['remove_all_sd', 'enable_kubernetes_sd'],
  },
  keda: {
    module: 'keda',
    source: 'github.com/kedacore/keda/v2',
    package: 'github.com/kedacore/keda/v2/cmd/operator',
    version: keda.version,
    binary: 'keda',
    also: { 'keda-adapter': 'github.com/kedacore/keda/v2/cmd/adapter' },
    variables: { 'github.com/kedacore/keda/v2/version.Version': keda.version.replace(/^v/, '') },
    // The cron scaler reads time zones, and the image has no files of them.
    tags: ['timetzdata'],
  },
  'prometheus-adapter': {
    module: 'prometheus-adapter',
    source: 'sigs.k8s.io/prometheus-adapter',
    package: 'sigs.k8s.io/prometheus-adapter/cmd/adapter',
    version: prometheusAdapter.version,
    binary: 'adapter',
    variables: {},
  },
  vpa: {
    module: 'vpa',
    source: 'k8s.io/autoscaler/vertical-pod-autoscaler',
    package: 'k8s.io/autoscaler/vertical-pod-autoscaler/pkg/recommender',
    version: vpa.version,
    binary: 'recommender',
    also: {
      updater: 'k8s.io/autoscaler/vertical-pod-autoscaler/pkg/updater',
      'admission-controller': 'k8s.io/autoscaler/vertical-pod-autoscaler/pkg/admission-controller',
    },
    variables: {},
  },
  karpenter: {
    module: 'karpenter',
    source: 'sigs.k8s.io/karpenter',
    package: 'sigs.k8s.io/karpenter/kwok',
    version: karpenter.version,
    binary: 'karpenter',
    variables: { 'sigs.k8s.io/karpenter/pkg/operator.Version': karpenter.version.replace(/^v/, '') },
  },
  'prometheus-operator': {
    module: 'prometheus-operator',
    source: 'github.com/prometheus-operator/prometheus-operator',
    package: 'github.com/prometheus-operator/prometheus-operator/cmd/operator',
    version: prometheusOperator.version,
    binary: 'operator',
    also: {
      'prometheus-config-reloader': 'github.com/prometheus-operator/prometheus-operator/cmd/prometheus-config-reloader',
    },
    variables: prometheusVersion(prometheusOperator.version),
  },
  'kube-state-metrics': {
    module: 'kube-state-metrics',
    source: 'k8s.io/kube-state-metrics/v2',
    package: 'k8s.io/kube-state-metrics/v2',
    version: kubeStateMetrics.version,
    binary: 'kube-state-metrics',
    variables: prometheusVersion(kubeStateMetrics.version),
  },
  'node-exporter': {
    module: 'node-exporter',
    source: 'github.com/prometheus/node_exporter',
    package: 'github.com/prometheus/node_exporter',
    version: nodeExporter.version,
    binary: 'node_exporter',
    variables: prometheusVersion(nodeExporter.version),
  },
  alertmanager: {
    module: 'alertmanager',
    source: 'github.com/prometheus/alertmanager',
    package: 'github.com/prometheus/alertmanager/cmd/alertmanager',
    version: alertmanager.version,
    binary: 'alertmanager',
    variables: prometheusVersion(alertmanager.version),
  },
  istio: {
    module: 'istio',
    source: 'istio.io/istio',
    package: 'istio.io/istio/pilot/cmd/pilot-discovery',
    version: istio.version,
    binary: 'pilot-discovery',
    also: { 'pilot-agent': 'istio.io/istio/pilot/cmd/pilot-agent', manifests: './manifests' },
    variables: { 'istio.io/istio/pkg/version.buildVersion': istio.release },
    files: { 'envoy_bootstrap.json': 'tools/packaging/common/envoy_bootstrap.json' },
  },
  kind: {
    module: 'kind',
    source: 'sigs.k8s.io/kind',
    package: 'sigs.k8s.io/kind',
    version: kind.version,
    binary: 'kind',
    variables: {},
  },
  pulumi: {
    module: 'pulumi',
    source: 'github.com/pulumi/pulumi/pkg/v3',
    package: 'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi',
    version: pulumi.version,
    binary: 'pulumi',
    variables: { 'github.com/pulumi/pulumi/sdk/v3/go/common/version.Version': pulumi.version },
  },
} as const satisfies Record<string, Recipe>;

/** Parts that are built from Go modules. */
export type GoPart = keyof typeof recipes;
