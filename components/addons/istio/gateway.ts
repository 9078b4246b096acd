import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { stringify } from 'yaml';
import type { KubeManifest } from '../../../toolchain/types';
import type { Cluster, Placement } from '../../cluster/types';
import { labels } from '../../labels';
import { ingressPolicy } from '../../networkPolicies';
import { restrictedNamespace } from '../../security';
import type { Workload } from '../../workload/types';
import { gatewayDefinitions } from './gatewayDefinitions';
import { MERGED_METRICS } from './mesh';

export interface IngressGatewayArgs {
  readonly cluster: Cluster;
  /** What the gateway leads to. */
  readonly workload: Pick<Workload, 'namespace' | 'service' | 'port'>;
  /** Revision of the Istio that is to serve it. @default the default one */
  readonly revision?: string;
  /** The Gateway API's own manifests, where its definitions do not come as a chart. @default none */
  readonly manifests?: readonly KubeManifest[];
}

const NAME = 'ingress';
const COMPONENT = 'gateway';
const API = 'gateway.networking.k8s.io/v1';
/** Class of the gateway; what istiod makes for it has this in its name. */
const CLASS = 'istio';
const PORT = 80;
/** Where a proxy says that it is ready, to load balancers as well. */
const STATUS_PORT = 15021;

/** What differs from istiod's own Deployment of a gateway: a strategic merge patch, as YAML. */
export const gatewayPatch = ({ nodeSelector, tolerations }: Placement): string =>
  stringify({ spec: { replicas: 1, template: { spec: { nodeSelector, tolerations } } } });

/**
 * An ingress gateway before the workload, by the Gateway API: istiod makes the proxy and its Service, `ingress-istio`. Not ingress-nginx, which its
 * maintainers have retired: https://www.kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/.
 */
export class IngressGateway extends pulumi.ComponentResource {
  /** The gateway's Service, which istiod makes. */
  readonly service: Pick<Workload, 'namespace' | 'service' | 'port'>;
  /** Its host name in the cluster. */
  readonly host: pulumi.Output<string>;

  constructor(name: string, args: IngressGatewayArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:addons:IngressGateway', name, {}, options);
    const { cluster, workload, revision, manifests = [] } = args;
    const child = { parent: this, provider: cluster.provider, deleteBeforeReplace: true };
    const definitions = gatewayDefinitions(`${name}-definitions`, { cluster, manifests, parent: this });
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
        // It is there for callers from outside; Prometheus reads what it counts.
        allowed: [{ ports: [PORT, STATUS_PORT, MERGED_METRICS.port], from: 'anyone' }],
      }),
      child,
    );
    const patch = new kubernetes.core.v1.ConfigMap(
      `${name}-patch`,
      { metadata: { name: NAME, ...metadata }, data: { deployment: gatewayPatch(cluster.placement.system) } },
      child,
    );
    // Without something that makes load balancers their address would be waited for for ever.
    const serviceType = {
      'networking.istio.io/service-type': cluster.loadBalancing === undefined ? 'ClusterIP' : 'LoadBalancer',
    };
    const gateway = new kubernetes.apiextensions.CustomResource(
      `${name}-gateway`,
      {
        apiVersion: API,
        kind: 'Gateway',
        metadata: {
          name: NAME,
          ...metadata,
          labels: { ...metadata.labels, ...(revision !== undefined && { 'istio.io/rev': revision }) },
          // Here istiod reads it (configureIstioGateway in deploymentcontroller.go).
          annotations: { 'pulumi.com/waitFor': 'condition=Programmed', ...serviceType },
        },
        spec: {
          gatewayClassName: CLASS,
          infrastructure: {
            parametersRef: { group: '', kind: 'ConfigMap', name: patch.metadata.name },
            // With some of its own, what istiod makes does not get the annotations of the Gateway, which are Pulumi's.
            annotations: serviceType,
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
    this.service = { namespace: namespace.metadata.name, service: pulumi.output(`${NAME}-${CLASS}`), port: PORT };
    this.host = pulumi.interpolate`${this.service.service}.${namespace.metadata.name}.svc`;
    this.registerOutputs({ host: this.host });
  }
}
