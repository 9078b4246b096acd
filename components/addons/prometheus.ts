import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import type { Cluster } from '../cluster/types';
import { labels, selector } from '../labels';
import type { MetricRelabeling } from '../workload/types';
import { ingressPolicy } from '../networkPolicies';
import { restrictedContainer, restrictedNamespace, restrictedPod } from '../security';
import { PROMETHEUS_RIGHTS } from './monitoring/rights';
import { NODE_PORT, PORT, type Monitor } from './monitoring/types';
import { prometheusConfig } from './prometheusConfig';

export interface PrometheusArgs {
  readonly cluster: Cluster;
  /** Id of the monitoring's identity: with another one all objects are replaced, the old ones first. */
  readonly identity: pulumi.Output<string>;
  /** Scrape interval, seconds. @default 5 */
  readonly scrapeSeconds?: number;
  /** Labels of its pod besides the testbed's. */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Namespaces whose pods are scraped beside the application's. @default none */
  readonly namespaces?: readonly string[];
  /** Rules for the series of the application's pods. @default none */
  readonly relabelings?: readonly MetricRelabeling[];
}

const NAME = 'prometheus';

/** One Prometheus that scrapes pods, kubelets with cAdvisor, and the API server. */
export class Prometheus extends pulumi.ComponentResource implements Monitor {
  readonly namespace: string;
  readonly service = NAME;
  readonly port = PORT;
  readonly nodePort = NODE_PORT;

  constructor(name: string, args: PrometheusArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:addons:Prometheus', name, {}, options);
    const { names } = args.cluster;
    const published = args.cluster.nodePort !== undefined;
    this.namespace = names.namespace('monitoring');
    const child = { parent: this, provider: args.cluster.provider, deleteBeforeReplace: true };
    const named = (object: string, more = {}) =>
      args.identity.apply(() => ({ name: object, labels: { ...labels(NAME, 'monitoring'), ...more } }));

    const namespace = new kubernetes.core.v1.Namespace(
      `${name}-namespace`,
      { metadata: named(this.namespace, restrictedNamespace) },
      { ...child, dependsOn: args.cluster.ready },
    );
    const metadata = { name: NAME, labels: labels(NAME, 'monitoring'), namespace: namespace.metadata.name };

    new kubernetes.networking.v1.NetworkPolicy(
      `${name}-network-policy`,
      ingressPolicy({
        namespace: namespace.metadata.name,
        name: NAME,
        component: 'monitoring',
        // Add-ons, the node port, and the API server's proxy, through which the experiment asks.
        allowed: [{ ports: [PORT], from: 'anyone' }],
      }),
      child,
    );
    const account = new kubernetes.core.v1.ServiceAccount(`${name}-account`, { metadata }, child);
    const role = new kubernetes.rbac.v1.ClusterRole(
      `${name}-role`,
      {
        metadata: named(names.global('testbed:prometheus')),
        rules: PROMETHEUS_RIGHTS,
      },
      child,
    );
    const binding = new kubernetes.rbac.v1.ClusterRoleBinding(
      `${name}-binding`,
      {
        metadata: named(names.global('testbed:prometheus')),
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role.metadata.name },
        subjects: [{ kind: 'ServiceAccount', name: account.metadata.name, namespace: namespace.metadata.name }],
      },
      child,
    );
    const config = new kubernetes.core.v1.ConfigMap(
      `${name}-config`,
      {
        metadata: { namespace: namespace.metadata.name, labels: labels(NAME, 'monitoring') },
        data: {
          'prometheus.yml': prometheusConfig(args.scrapeSeconds ?? 5, {
            kubeletCertificates: args.cluster.capabilities.kubeletCertificates,
            namespaces: [names.namespace('app'), ...(args.namespaces ?? [])],
            relabelings: args.relabelings,
          }),
        },
        // A change of the configuration is a new object, and so a new pod.
        immutable: true,
      },
      { parent: this, provider: args.cluster.provider },
    );

    const deployment = new kubernetes.apps.v1.Deployment(
      `${name}-deployment`,
      {
        metadata,
        spec: {
          // Two servers must not write into one time series database.
          strategy: { type: 'Recreate' },
          selector: { matchLabels: selector(NAME) },
          template: {
            metadata: { labels: { ...labels(NAME, 'monitoring'), ...args.podLabels } },
            spec: {
              ...args.cluster.placement.system,
              serviceAccountName: account.metadata.name,
              securityContext: restrictedPod,
              containers: [
                {
                  name: NAME,
                  image: args.cluster.image(NAME),
                  imagePullPolicy: 'IfNotPresent',
                  args: [
                    '--config.file=/etc/prometheus/prometheus.yml',
                    '--storage.tsdb.path=/prometheus',
                    '--storage.tsdb.retention.time=1d',
                    `--web.listen-address=:${PORT}`,
                  ],
                  ports: [{ name: 'http', containerPort: PORT }],
                  readinessProbe: {
                    httpGet: { path: '/-/ready', port: 'http' },
                    periodSeconds: 1,
                    failureThreshold: 5,
                  },
                  livenessProbe: {
                    httpGet: { path: '/-/healthy', port: 'http' },
                    periodSeconds: 10,
                    failureThreshold: 6,
                  },
                  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '1Gi' } },
                  securityContext: restrictedContainer,
                  volumeMounts: [
                    { name: 'config', mountPath: '/etc/prometheus', readOnly: true },
                    { name: 'data', mountPath: '/prometheus' },
                  ],
                },
              ],
              volumes: [
                { name: 'config', configMap: { name: config.metadata.name } },
                // Survives a restart of the container, not of the pod.
                { name: 'data', emptyDir: {} },
              ],
            },
          },
        },
      },
      { ...child, dependsOn: binding },
    );

    new kubernetes.core.v1.Service(
      `${name}-service`,
      {
        metadata,
        spec: {
          type: published ? 'NodePort' : 'ClusterIP',
          selector: selector(NAME),
          ports: [{ name: 'http', port: PORT, targetPort: 'http', ...(published && { nodePort: NODE_PORT }) }],
        },
      },
      { ...child, dependsOn: deployment },
    );
    this.registerOutputs({});
  }
}
