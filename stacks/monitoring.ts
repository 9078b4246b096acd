import * as pulumi from '@pulumi/pulumi';
import type { Application } from '../components/addons/monitoring/plan';
import { PrometheusStack } from '../components/addons/charts/prometheusStack';
import { PrometheusOperator } from '../components/addons/monitoring/prometheusOperator';
import type { Monitor, Monitoring } from '../components/addons/monitoring/types';
import { Prometheus } from '../components/addons/prometheus';
import type { Cluster } from '../components/cluster/types';
import { Addon } from '../plugins/testbed/sdk';
import type { KubeManifest } from '../toolchain/types';
import { upstreamManifests } from './addons';

/** Upstream's manifests of the operator stack; none where it is not asked for, or comes by its chart. */
export interface MonitoringManifests {
  readonly operator: readonly KubeManifest[];
  readonly state: readonly KubeManifest[];
}

/** @param charts whether the cluster can have charts */
export async function readMonitoringManifests(kind: Monitoring, charts: boolean): Promise<MonitoringManifests> {
  if (kind === 'basic' || charts) return { operator: [], state: [] };
  const [operator, state] = await Promise.all([
    upstreamManifests('prometheus-operator'),
    upstreamManifests('kube-state-metrics'),
  ]);
  return { operator, state };
}

/**
 * Makes the monitoring that is asked for, once the other kind has gone: both have the same namespace and node port.
 * @param podLabels labels of Prometheus' pod besides its own
 * @param gateway namespace of the gateway before the workload; with `operator` it is not scraped
 */
export function createMonitoring(
  kind: Monitoring,
  cluster: Cluster,
  manifests: MonitoringManifests,
  application: Application,
  podLabels: Readonly<Record<string, string>>,
  gateway?: string,
): Monitor & pulumi.Resource {
  const byChart = kind === 'operator' && cluster.capabilities.helm;
  const state = byChart ? `${kind} by chart` : kind;
  const identity = new Addon('monitoring', { state }, { dependsOn: cluster.ready });
  const args = { cluster, identity: identity.id, podLabels };
  if (kind === 'basic') {
    const relabelings = application.workload.metrics?.proxy?.relabelings;
    return new Prometheus('prometheus', {
      ...args,
      relabelings,
      ...(gateway !== undefined && { namespaces: [gateway] }),
    });
  }
  return byChart
    ? new PrometheusStack('prometheus', { ...args, application })
    : new PrometheusOperator('prometheus', { ...args, manifests, application });
}
