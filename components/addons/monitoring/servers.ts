import type * as pulumi from '@pulumi/pulumi';
import type { Placement } from '../../cluster/types';
import { labels } from '../../labels';
import { restrictedPod } from '../../security';
import type { PlannedObject } from '../install';
import { NAMESPACE } from './types';

const API = 'monitoring.coreos.com/v1';
const EVERYWHERE = {};
/** Ready when the operator says so: its pods run with the configuration wanted. */
const waitForAvailable = { 'pulumi.com/waitFor': 'condition=Available' };

/** Secret, and key of it, with the scrape jobs that no monitor describes. */
export const CLUSTER_JOBS = { name: 'prometheus-cluster-jobs', key: 'jobs.yml' } as const;

export interface ServerArgs {
  readonly image: pulumi.Input<string>;
  /** Release, for example `3.13.5`: the operator derives flags from it. */
  readonly release: string;
  readonly placement: Placement;
  /** Labels of the pod besides the operator's. */
  readonly podLabels?: Readonly<Record<string, string>>;
}

/** The Prometheus custom resource: it takes the monitors and rules of every namespace. */
export function prometheus(scrapeSeconds: number, args: ServerArgs): PlannedObject {
  const { image, release, placement, podLabels = {} } = args;
  const interval = `${scrapeSeconds}s`;
  // Probes every second: upstream looks every 15 s at first.
  const probes = {
    startupProbe: { periodSeconds: 1, failureThreshold: 300 },
    readinessProbe: { periodSeconds: 1, failureThreshold: 5 },
  };
  return {
    apiVersion: API,
    kind: 'Prometheus',
    metadata: {
      name: 'prometheus',
      namespace: NAMESPACE,
      labels: labels('prometheus', 'monitoring'),
      annotations: waitForAvailable,
    },
    spec: {
      image,
      version: `v${release}`,
      replicas: 1,
      serviceAccountName: 'prometheus',
      ...(Object.keys(podLabels).length > 0 && { podMetadata: { labels: podLabels } }),
      ...placement,
      securityContext: restrictedPod,
      scrapeInterval: interval,
      scrapeTimeout: interval,
      evaluationInterval: interval,
      // The longest window of the burn rates is 3 d.
      retention: '4d',
      terminationGracePeriodSeconds: 30,
      serviceMonitorSelector: EVERYWHERE,
      serviceMonitorNamespaceSelector: EVERYWHERE,
      podMonitorSelector: EVERYWHERE,
      podMonitorNamespaceSelector: EVERYWHERE,
      ruleSelector: EVERYWHERE,
      ruleNamespaceSelector: EVERYWHERE,
      additionalScrapeConfigs: CLUSTER_JOBS,
      alerting: { alertmanagers: [{ namespace: NAMESPACE, name: 'alertmanager-operated', port: 'web' }] },
      resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '1Gi' } },
      containers: [{ name: 'prometheus', ...probes }],
    },
  };
}

/** The Alertmanager custom resource. It routes by the AlertmanagerConfigs of its namespace; without one, alerts are only shown. */
export function alertmanager({ image, release, placement }: ServerArgs): PlannedObject {
  return {
    apiVersion: API,
    kind: 'Alertmanager',
    metadata: {
      name: 'alertmanager',
      namespace: NAMESPACE,
      labels: labels('alertmanager', 'monitoring'),
      annotations: waitForAvailable,
    },
    spec: {
      image,
      version: `v${release}`,
      replicas: 1,
      automountServiceAccountToken: false,
      ...placement,
      securityContext: restrictedPod,
      alertmanagerConfigSelector: {},
      resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
    },
  };
}
