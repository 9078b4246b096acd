import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import type { Cluster } from '../cluster/types';
import { labels, selector } from '../labels';
import { ingressPolicy } from '../networkPolicies';
import { restrictedContainer, restrictedNamespace, restrictedPod } from '../security';

export interface MetricsServerArgs {
  readonly cluster: Cluster;
  /** How often the kubelets are asked, seconds; more than 10. @default 15 */
  readonly resolutionSeconds?: number;
}

const NAME = 'metrics-server';
/** The namespace that every cluster has. */
const SYSTEM = 'kube-system';
const PORT = 10250;

/** The resource metrics API, `metrics.k8s.io`. It verifies the kubelets' serving certificates. */
export class MetricsServer extends pulumi.ComponentResource {
  constructor(name: string, args: MetricsServerArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:addons:MetricsServer', name, {}, options);
    const child: pulumi.CustomResourceOptions = {
      parent: this,
      provider: args.cluster.provider,
      dependsOn: args.cluster.ready,
      deleteBeforeReplace: true,
    };
    const { names, capabilities } = args.cluster;
    const home = names.namespace('metrics-server');
    if (home !== SYSTEM) {
      const namespace = new kubernetes.core.v1.Namespace(
        `${name}-namespace`,
        { metadata: { name: home, labels: { ...labels(NAME, 'metrics'), ...restrictedNamespace } } },
        child,
      );
      child.dependsOn = namespace;
      new kubernetes.networking.v1.NetworkPolicy(
        `${name}-network-policy`,
        ingressPolicy({
          namespace: home,
          name: NAME,
          component: 'metrics',
          allowed: [{ ports: [PORT], from: 'anyone' }],
        }),
        child,
      );
    }
    const named = (object: string) => ({ name: object, labels: labels(NAME, 'metrics') });
    const metadata = { ...named(NAME), namespace: home };

    const account = new kubernetes.core.v1.ServiceAccount(`${name}-account`, { metadata }, child);
    const subjects = [{ kind: 'ServiceAccount', name: account.metadata.name, namespace: home }];
    const rights = [
      new kubernetes.rbac.v1.ClusterRole(
        `${name}-reader-role`,
        {
          metadata: {
            name: names.global('system:aggregated-metrics-reader'),
            labels: {
              ...labels(NAME, 'metrics'),
              'rbac.authorization.k8s.io/aggregate-to-admin': 'true',
              'rbac.authorization.k8s.io/aggregate-to-edit': 'true',
              'rbac.authorization.k8s.io/aggregate-to-view': 'true',
            },
          },
          rules: [{ apiGroups: ['metrics.k8s.io'], resources: ['pods', 'nodes'], verbs: ['get', 'list', 'watch'] }],
        },
        child,
      ),
      new kubernetes.rbac.v1.ClusterRole(
        `${name}-role`,
        {
          metadata: named(names.global('system:metrics-server')),
          rules: [
            { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
            { apiGroups: [''], resources: ['pods', 'nodes'], verbs: ['get', 'list', 'watch'] },
          ],
        },
        child,
      ),
      binding(names.global('system:metrics-server'), names.global('system:metrics-server')),
      binding(names.global('metrics-server:system:auth-delegator'), 'system:auth-delegator'),
      new kubernetes.rbac.v1.RoleBinding(
        `${name}-auth-reader`,
        {
          metadata: { ...named(names.global('metrics-server-auth-reader')), namespace: SYSTEM },
          roleRef: {
            apiGroup: 'rbac.authorization.k8s.io',
            kind: 'Role',
            name: 'extension-apiserver-authentication-reader',
          },
          subjects,
        },
        child,
      ),
    ];

    function binding(object: string, role: string) {
      return new kubernetes.rbac.v1.ClusterRoleBinding(
        `${name}-${role.replaceAll(':', '-')}-binding`,
        {
          metadata: named(object),
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
          subjects,
        },
        child,
      );
    }

    const deployment = new kubernetes.apps.v1.Deployment(
      `${name}-deployment`,
      {
        metadata,
        spec: {
          selector: { matchLabels: selector(NAME) },
          template: {
            metadata: { labels: labels(NAME, 'metrics') },
            spec: {
              ...args.cluster.placement.system,
              serviceAccountName: account.metadata.name,
              priorityClassName: 'system-cluster-critical',
              securityContext: restrictedPod,
              containers: [
                {
                  name: NAME,
                  image: args.cluster.image(NAME),
                  imagePullPolicy: 'IfNotPresent',
                  args: [
                    '--cert-dir=/tmp',
                    `--secure-port=${PORT}`,
                    '--kubelet-preferred-address-types=InternalIP',
                    '--kubelet-use-node-status-port',
                    capabilities.kubeletCertificates
                      ? '--kubelet-certificate-authority=/var/run/secrets/kubernetes.io/serviceaccount/ca.crt'
                      : '--kubelet-insecure-tls',
                    `--metric-resolution=${args.resolutionSeconds ?? 15}s`,
                  ],
                  ports: [{ name: 'https', containerPort: PORT }],
                  readinessProbe: {
                    httpGet: { path: '/readyz', port: 'https', scheme: 'HTTPS' },
                    periodSeconds: 1,
                    failureThreshold: 3,
                  },
                  livenessProbe: {
                    httpGet: { path: '/livez', port: 'https', scheme: 'HTTPS' },
                    periodSeconds: 10,
                    failureThreshold: 3,
                  },
                  resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
                  securityContext: restrictedContainer,
                  volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
                },
              ],
              volumes: [{ name: 'tmp', emptyDir: {} }],
            },
          },
        },
      },
      { ...child, dependsOn: rights },
    );

    const service = new kubernetes.core.v1.Service(
      `${name}-service`,
      { metadata, spec: { selector: selector(NAME), ports: [{ name: 'https', port: 443, targetPort: 'https' }] } },
      { ...child, dependsOn: deployment },
    );

    new kubernetes.apiregistration.v1.APIService(
      `${name}-api`,
      {
        metadata: named('v1beta1.metrics.k8s.io'),
        spec: {
          group: 'metrics.k8s.io',
          version: 'v1beta1',
          groupPriorityMinimum: 100,
          versionPriority: 100,
          // Its certificate is its own, as in the upstream manifests; the way is inside the cluster.
          insecureSkipTLSVerify: true,
          service: { name: service.metadata.name, namespace: home },
        },
      },
      child,
    );
    this.registerOutputs({});
  }
}
