/** Executables that the toolchain can provide, by the name they are called by. */
export type ToolName =
  | 'pulumi'
  | 'kube-apiserver'
  | 'kube-controller-manager'
  | 'kube-scheduler'
  | 'kubelet'
  | 'kube-proxy'
  | 'kubectl'
  | 'etcd'
  | 'containerd'
  | 'ctr'
  | 'containerd-shim-runc-v2'
  | 'runc'
  | 'nft'
  | 'ip'
  | 'runsvdir'
  | 'runsv'
  | 'sv'
  | 'svlogd'
  | 'chpst'
  | 'kind';

/** Images of the default config, made at set-up. */
export type DefaultImageName = 'pause' | 'coredns' | 'metrics-server' | 'prometheus' | 'k6' | 'sample';

/** Images of add-ons that the default config does without, made when first asked for. */
export type OptionalImageName =
  | 'keda-operator'
  | 'keda-adapter'
  | 'prometheus-adapter'
  | 'vpa-recommender'
  | 'vpa-updater'
  | 'vpa-admission-controller'
  | 'karpenter'
  | 'prometheus-operator'
  | 'prometheus-config-reloader'
  | 'kube-state-metrics'
  | 'node-exporter'
  | 'alertmanager'
  | 'locust'
  | 'siege'
  | 'istiod'
  | 'istio-proxy';

/** Images that are made locally, as OCI archives. */
export type ImageName = DefaultImageName | OptionalImageName;

/** Add-ons whose upstream manifests come with their Go module. */
export type ManifestName =
  | 'keda'
  | 'prometheus-adapter'
  | 'vpa'
  | 'karpenter'
  | 'prometheus-operator'
  | 'kube-state-metrics'
  | 'istio'
  | 'gateway-api';

/** A Kubernetes object as in upstream's file: what is besides these fields depends on its kind. */
export interface KubeManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

export interface ImageArchive {
  /** Content-addressed reference, `testbed.local/NAME:HASH`. Never pulled: it must be imported into a node first. */
  readonly ref: string;
  /** Path of the OCI archive (one tar), importable with `ctr -n k8s.io images import`. */
  readonly archive: string;
}

/**
 * Where a long step says what it does. One line, no line break, `SUBJECT: what`; `fraction` (0 to 1) when it is known. With 1 the
 * message is the last one of its step, or a note that is to stay.
 */
export type Report = (message: string, fraction?: number) => void;

export interface Options {
  readonly report: Report;
  readonly signal?: AbortSignal;
}
