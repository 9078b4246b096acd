import * as pulumi from '@pulumi/pulumi';
import type { Application } from '../components/addons/monitoring/plan';
import { PrometheusOperator } from '../components/addons/monitoring/prometheusOperator';
import type { Monitor, Monitoring } from '../components/addons/monitoring/types';
import { Prometheus } from '../components/addons/prometheus';
import type { Cluster } from '../components/cluster/types';
import { Addon } from '../plugins/testbed/sdk';
import type { KubeManifest } from '../toolchain/types';
import { upstreamManifests } from './addons';

/** Upstream's manifests of the operator stack; none where it is not asked for. */
export interface MonitoringManifests {
  readonly operator: readonly KubeManifest[];
  readonly state: readonly KubeManifest[];
}

export async function readMonitoringManifests(kind: Monitoring): Promise<MonitoringManifests> {
  if (kind === 'basic') return { operator: [], state: [] };
  const [operator, state] = await Promise.all([
    upstreamManifests('prometheus-operator'),
    upstreamManifests('kube-state-metrics'),
  ]);
  return { operator, state };
}

/**
 * Makes the monitoring that is asked for, once the other kind has gone: both have the same namespace and node port.
 * @param podLabels labels of Prometheus' pod besides its own
 */
export function createMonitoring(
  kind: Monitoring,
  cluster: Cluster,
  manifests: MonitoringManifests,
  application: Application,
  podLabels: Readonly<Record<string, string>>,
): Monitor & pulumi.Resource {
  const identity = new Addon('monitoring', { state: kind }, { dependsOn: cluster.ready });
  const args = { cluster, identity: identity.id, podLabels };
  return kind === 'basic'
    ? new Prometheus('prometheus', args)
    : new PrometheusOperator('prometheus', { ...args, manifests, application });
}
