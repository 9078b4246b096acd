import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { stringify } from 'yaml';
import { charts } from '../../../stacks/versions';
import type { Cluster, Placement } from '../../cluster/types';
import { labels } from '../../labels';
import { ingressPolicy } from '../../networkPolicies';
import { restrictedNamespace } from '../../security';
import type { Workload } from '../../workload/types';
import { installChart } from '../charts/chart';

export interface IngressGatewayArgs {
  readonly cluster: Cluster;
  /** What the gateway leads to. */
  readonly workload: Pick<Workload, 'namespace' | 'service' | 'port'>;
  /** Revision of the Istio that is to serve it. @default the default one */
  readonly revision?: string;
}

const NAME = 'ingress';
const COMPONENT = 'gateway';
const API = 'gateway.networking.k8s.io/v1';
const PORT = 80;
/** Where a proxy says that it is ready, to load balancers as well. */
const STATUS_PORT = 15021;

/** Values of the chart with the definitions of the Gateway API, without those of Envoy Gateway, whose chart it is. */
export const gatewayCrdsValues = {
  crds: { gatewayAPI: { enabled: true, channel: 'standard' }, envoyGateway: { enabled: false } },
};

/** What differs from istiod's own Deployment of a gateway: a strategic merge patch, as YAML. */
export const gatewayPatch = ({ nodeSelector, tolerations }: Placement): string =>
  stringify({ spec: { replicas: 1, template: { spec: { nodeSelector, tolerations } } } });

/**
 * An ingress gateway before the workload, by the Gateway API: istiod makes the proxy and its Service, `ingress-istio`. Not ingress-nginx, which its
 * maintainers have retired: https://www.kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/.
 */
export class IngressGateway extends pulumi.ComponentResource {
  /** Host name of the gateway in the cluster; its port is 80. */
  readonly host: pulumi.Output<string>;

  constructor(name: string, args: IngressGatewayArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:addons:IngressGateway', name, {}, options);
    const { cluster, workload, revision } = args;
    const child = { parent: this, provider: cluster.provider, deleteBeforeReplace: true };
    const definitions = cluster.capabilities.provided.includes('gateway-api')
      ? []
      : [
          installChart(
            `${name}-definitions`,
            {
              pin: charts.gatewayCrds,
              // It has nothing that is in a namespace; this one says later that the definitions are the stack's.
              namespace: cluster.names.namespace('gateway-api'),
              allowed: [],
              values: gatewayCrdsValues,
              // A release is kept in a Secret, which takes 1 MiB; the chart's definitions with all their channels have more.
              mode: 'chart',
            },
            { parent: this, cluster },
          ),
        ];

    const namespace = new kubernetes.core.v1.Namespace(
      `${name}-namespace`,
      {
        metadata: {
          name: cluster.names.namespace('istio-ingress'),
          labels: { ...labels(NAME, COMPONENT), ...restrictedNamespace },
        },
      },
      { ...child, dependsOn: [cluster.ready, ...definitions] },
    );
    const metadata = { namespace: namespace.metadata.name, labels: labels(NAME, COMPONENT) };
    new kubernetes.networking.v1.NetworkPolicy(
      `${name}-network-policy`,
      ingressPolicy({
        namespace: namespace.metadata.name,
        name: NAME,
        component: COMPONENT,
        // It is there for callers from outside.
        allowed: [{ ports: [PORT, STATUS_PORT], from: 'anyone' }],
      }),
      child,
    );
    const patch = new kubernetes.core.v1.ConfigMap(
      `${name}-patch`,
      { metadata: { name: NAME, ...metadata }, data: { deployment: gatewayPatch(cluster.placement.system) } },
      child,
    );
    const gateway = new kubernetes.apiextensions.CustomResource(
      `${name}-gateway`,
      {
        apiVersion: API,
        kind: 'Gateway',
        metadata: {
          name: NAME,
          ...metadata,
          labels: { ...metadata.labels, ...(revision !== undefined && { 'istio.io/rev': revision }) },
          annotations: { 'pulumi.com/waitFor': 'condition=Programmed' },
        },
        spec: {
          gatewayClassName: 'istio',
          infrastructure: {
            parametersRef: { group: '', kind: 'ConfigMap', name: patch.metadata.name },
            // Without something that makes load balancers their address would be waited for for ever.
            annotations: {
              'networking.istio.io/service-type': cluster.loadBalancing === undefined ? 'ClusterIP' : 'LoadBalancer',
            },
          },
          listeners: [
            {
              name: 'http',
              port: PORT,
              protocol: 'HTTP',
              allowedRoutes: {
                namespaces: {
                  from: 'Selector',
                  selector: { matchLabels: { 'kubernetes.io/metadata.name': workload.namespace } },
                },
              },
            },
          ],
        },
      },
      child,
    );
    new kubernetes.apiextensions.CustomResource(
      `${name}-route`,
      {
        apiVersion: API,
        kind: 'HTTPRoute',
        metadata: { name: NAME, namespace: workload.namespace, labels: labels(NAME, COMPONENT) },
        spec: {
          parentRefs: [{ name: gateway.metadata.name, namespace: namespace.metadata.name }],
          rules: [{ backendRefs: [{ name: workload.service, port: workload.port }] }],
        },
      },
      child,
    );
    this.host = pulumi.interpolate`${NAME}-istio.${namespace.metadata.name}.svc`;
    this.registerOutputs({ host: this.host });
  }
}
