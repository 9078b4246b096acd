import * as pulumi from '@pulumi/pulumi';
import type { ExperimentSpec } from '../../../experiments/types';
import type { KubeManifest } from '../../../toolchain/types';
import type { Placement } from '../../cluster/types';
import { labels } from '../../labels';
import { ingressPolicy } from '../../networkPolicies';
import { restrictedNamespace } from '../../security';
import type { Workload } from '../../workload/types';
import type { Plan, PlannedObject } from '../install';
import { clusterJobsConfig } from '../prometheusConfig';
import { definitions } from '../upstream';
import { applicationMonitor, platformMonitors } from './monitors';
import { kubeStateMetrics, nodeExporter, operator } from './programs';
import { operatorRights, PROMETHEUS_RIGHTS, stateRights, type PolicyRule } from './rights';
import { platformRules, type RuleGroup } from './rules';
import { alertmanager, CLUSTER_JOBS, prometheus } from './servers';
import { burnRateRules } from './slo/burnRates';
import { objectives } from './slo/objectives';
import { NAMESPACE, NODE_PORT, PORT, WEB_PORT } from './types';

/** The application under test, with the objectives that its error budgets come from. */
export interface Application {
  readonly workload: Workload;
  readonly slos: ExperimentSpec['slos'];
  /** Path that the load goes to. */
  readonly path: string;
}

export interface OperatorPlanArgs {
  /** Upstream's manifests. */
  readonly manifests: { readonly operator: readonly KubeManifest[]; readonly state: readonly KubeManifest[] };
  readonly images: Readonly<
    Record<
      'prometheus' | 'alertmanager' | 'operator' | 'reloader' | 'kubeStateMetrics' | 'nodeExporter',
      pulumi.Output<string>
    >
  >;
  /** Releases of the servers, for example `3.13.5`. */
  readonly releases: { readonly prometheus: string; readonly alertmanager: string };
  readonly placement: Placement;
  /** Scrape and evaluation interval, seconds. */
  readonly scrapeSeconds: number;
  /** Whether the kubelets' serving certificates can be verified. @default true */
  readonly kubeletCertificates?: boolean;
  /** Whether this machine reaches node ports. */
  readonly published: boolean;
  /** Labels of Prometheus' pod besides the operator's. */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Undefined: there is none to watch. */
  readonly application?: Application;
}

const API = 'monitoring.coreos.com/v1';
const RBAC = 'rbac.authorization.k8s.io';
const COMPONENT = 'monitoring';

/** What the operator needs or we make; upstream's other definitions are of things that nobody here makes. */
const DEFINITIONS = [
  'alertmanagerconfigs',
  'alertmanagers',
  'podmonitors',
  'probes',
  'prometheuses',
  'prometheusrules',
  'servicemonitors',
].map((name) => `${name}.monitoring.coreos.com`);

/** The whole prometheus-operator stack. The monitors come before Prometheus, so that its first configuration has them. */
export function operatorPlan(args: OperatorPlanArgs): Plan {
  const { images, placement, releases, manifests } = args;
  const upstream = manifests.operator.filter(({ metadata }) => DEFINITIONS.includes(metadata.name));
  const operatorRules = operatorRights(manifests.operator);
  const accesses = [
    accessOf('prometheus', { cluster: PROMETHEUS_RIGHTS }),
    accessOf('prometheus-operator', operatorRules),
    accessOf('kube-state-metrics', { cluster: stateRights(manifests.state) }),
  ];
  return [
    [
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: NAMESPACE, labels: { ...labels('prometheus', COMPONENT), ...restrictedNamespace } },
      },
    ],
    [
      ingressPolicy({
        namespace: NAMESPACE,
        name: 'prometheus',
        component: COMPONENT,
        allowed: [
          // Add-ons, the node port, and the API server's proxy, through which the experiment asks.
          { ports: [PORT], from: 'anyone' },
          // Prometheus: the metrics of the operator and kube-state-metrics, Alertmanager's (alerts as well), node-exporter's.
          { ports: [8080, 9093, 9100], from: 'namespace' },
        ],
      }),
      ...definitions(upstream, labels('prometheus-operator', COMPONENT)),
      ...accesses.flatMap(({ roles }) => roles),
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: CLUSTER_JOBS.name, namespace: NAMESPACE, labels: labels('prometheus', COMPONENT) },
        stringData: { [CLUSTER_JOBS.key]: clusterJobsConfig(args.kubeletCertificates) },
      },
    ],
    [
      ...accesses.flatMap(({ bindings }) => bindings),
      ...platformMonitors,
      ruleObject('platform', NAMESPACE, platformRules),
      ...(args.application ? applicationObjects(args.application) : []),
    ],
    [
      operator({ operator: images.operator, reloader: images.reloader }, placement),
      ...kubeStateMetrics(images.kubeStateMetrics, placement),
      nodeExporter(images.nodeExporter),
    ],
    [
      prometheus(args.scrapeSeconds, {
        image: images.prometheus,
        release: releases.prometheus,
        placement,
        podLabels: args.podLabels,
      }),
      alertmanager({ image: images.alertmanager, release: releases.alertmanager, placement }),
    ],
    [prometheusService('prometheus', { namespace: NAMESPACE, published: args.published })],
  ];
}

/**
 * The Service of Prometheus, there once Prometheus answers.
 * @param instance name of the Prometheus custom resource
 */
export function prometheusService(instance: string, place: { namespace: string; published: boolean }): PlannedObject {
  const { namespace, published } = place;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'prometheus', namespace, labels: labels('prometheus', COMPONENT) },
    spec: {
      type: published ? 'NodePort' : 'ClusterIP',
      selector: { 'operator.prometheus.io/name': instance },
      ports: [{ name: 'http', port: PORT, targetPort: WEB_PORT, ...(published && { nodePort: NODE_PORT }) }],
    },
  };
}

/** What the application brings: its monitor, and the rules made from its objectives, in its own namespace. */
export function applicationObjects({ workload, slos, path }: Application): PlannedObject[] {
  const { metrics, namespace } = workload;
  if (metrics === undefined) return [];
  const monitor = {
    apiVersion: API,
    kind: 'PodMonitor',
    metadata: { name: metrics.app, namespace, labels: labels(metrics.app, 'application') },
    spec: applicationMonitor(metrics),
  };
  if (metrics.requests === undefined) return [monitor];
  const named = { metrics: metrics.requests, app: metrics.app, path };
  const groups = namespace.apply((known) => {
    const requests = { ...named, namespace: known };
    return burnRateRules(objectives(slos, requests), requests);
  });
  return [monitor, ruleObject(`${metrics.app}-slo`, namespace, groups)];
}

/** Alerting and recording rules as the operator takes them. */
export function ruleObject(
  name: string,
  namespace: pulumi.Input<string>,
  groups: pulumi.Input<readonly RuleGroup[]>,
): PlannedObject {
  return {
    apiVersion: API,
    kind: 'PrometheusRule',
    metadata: { name, namespace, labels: labels(name, COMPONENT) },
    spec: { groups },
  };
}

/** A ServiceAccount with the rights that it has everywhere and in the namespace of the monitoring. */
function accessOf(name: string, rights: { cluster: readonly PolicyRule[]; own?: readonly PolicyRule[] }) {
  const common = labels(name, COMPONENT);
  const kinds = [
    { kind: 'ClusterRole', metadata: { name: `testbed:${name}`, labels: common }, rules: rights.cluster },
    { kind: 'Role', metadata: { name, namespace: NAMESPACE, labels: common }, rules: rights.own ?? [] },
  ].filter(({ rules }) => rules.length > 0);
  const account = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace: NAMESPACE, labels: common },
  };
  const roles: PlannedObject[] = [account, ...kinds.map((role) => ({ apiVersion: `${RBAC}/v1`, ...role }))];
  const bindings = kinds.map(({ kind, metadata }): PlannedObject => ({
    apiVersion: `${RBAC}/v1`,
    kind: `${kind}Binding`,
    metadata,
    roleRef: { apiGroup: RBAC, kind, name: metadata.name },
    subjects: [{ kind: 'ServiceAccount', name, namespace: NAMESPACE }],
  }));
  return { roles, bindings };
}
