import * as pulumi from '@pulumi/pulumi';
import { gatewayPatch, IngressGateway } from '../../../../../components/addons/istio/gateway';
import { gatewayCrdsValues } from '../../../../../components/addons/istio/gatewayDefinitions';
import { rolePlacement } from '../../../../../components/cluster/roles';
import type { Cluster, Provided } from '../../../../../components/cluster/types';
import { chartKeys, unknownKeys } from '../../../../support/chartKeys';
import { made } from '../../../../support/charts';
import { upstreamManifests } from '../../../../support/upstreamManifests';

const gateway = (more: Partial<Cluster> = {}, revision?: string) =>
  made(
    (cluster) =>
      new IngressGateway('gateway', {
        cluster,
        revision,
        manifests: upstreamManifests['gateway-api'],
        workload: { namespace: pulumi.output('testbed-app'), service: pulumi.output('sample'), port: 8080 },
      }),
    more,
  );
const provided = (...names: Provided[]) => ({
  capabilities: { localImages: false, helm: true, provided: names, kubeletCertificates: true },
});

describe('the ingress gateway', () => {
  it('is a Gateway of istiod with a route to the workload, once the definitions are there', async () => {
    const all = await gateway();
    expect(all.map(({ type }) => type.split(':').at(-1))).toEqual(
      expect.arrayContaining(['Chart', 'Namespace', 'NetworkPolicy', 'ConfigMap', 'Gateway', 'HTTPRoute']),
    );
    // The first namespace is that of the definitions.
    const inputs = (kind: string) => all.findLast(({ type }) => type.endsWith(`:${kind}`))?.inputs;
    expect(inputs('Gateway')).toMatchObject({
      apiVersion: 'gateway.networking.k8s.io/v1',
      metadata: {
        name: 'ingress',
        namespace: 'istio-ingress',
        annotations: { 'networking.istio.io/service-type': 'ClusterIP' },
      },
      spec: {
        gatewayClassName: 'istio',
        infrastructure: {
          parametersRef: { group: '', kind: 'ConfigMap', name: 'ingress' },
          annotations: { 'networking.istio.io/service-type': 'ClusterIP' },
        },
        listeners: [
          {
            port: 80,
            protocol: 'HTTP',
            allowedRoutes: {
              namespaces: {
                from: 'Selector',
                selector: { matchLabels: { 'kubernetes.io/metadata.name': 'testbed-app' } },
              },
            },
          },
        ],
      },
    });
    expect(inputs('HTTPRoute')).toMatchObject({
      metadata: { namespace: 'testbed-app' },
      spec: {
        parentRefs: [{ name: 'ingress', namespace: 'istio-ingress' }],
        rules: [{ backendRefs: [{ name: 'sample', port: 8080 }] }],
      },
    });
    expect(inputs('Namespace')).toMatchObject({
      metadata: { name: 'istio-ingress', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    });
    expect(inputs('NetworkPolicy')).toMatchObject({
      spec: { ingress: [{ ports: [{ port: 80 }, { port: 15021 }, { port: 15020 }] }] },
    });
  });

  it('leaves the definitions that are there alone', async () => {
    const all = await gateway(provided('istio', 'gateway-api'), '1-29');
    expect(all.filter(({ type }) => type.endsWith(':Chart'))).toEqual([]);
    expect(all.filter(({ type }) => type.endsWith(':Namespace'))).toHaveLength(1);
    expect(all.find(({ type }) => type.endsWith(':Gateway'))?.inputs).toMatchObject({
      metadata: { labels: { 'istio.io/rev': '1-29' } },
    });
  });

  it('has the definitions of the module where there are no charts, and not the policy beside them', async () => {
    const all = await gateway({
      capabilities: { localImages: true, helm: false, provided: [], kubeletCertificates: true },
    });
    expect(all.filter(({ type }) => type.endsWith(':Chart'))).toEqual([]);
    const definitions = all.filter(({ type }) => type.endsWith(':CustomResourceDefinition'));
    expect(definitions.map(({ inputs }) => (inputs['metadata'] as { name: string }).name)).toEqual([
      'gateways.gateway.networking.k8s.io',
      'httproutes.gateway.networking.k8s.io',
    ]);
    expect(definitions[0]?.inputs).toMatchObject({
      metadata: { labels: { 'app.kubernetes.io/part-of': 'autoscaling-testbed' } },
    });
    expect(all.filter(({ type }) => type.includes('ValidatingAdmissionPolicy'))).toEqual([]);
    // By it a later update knows that they are its own.
    const namespaces = all.filter(({ type }) => type.endsWith(':Namespace'));
    expect(namespaces.map(({ inputs }) => (inputs['metadata'] as { name: string }).name)).toEqual([
      'gateway-api',
      'istio-ingress',
    ]);
  });

  it('asks for a load balancer where something makes them', async () => {
    const loadBalancing = { region: 'r', vpcId: pulumi.output('v') } as Cluster['loadBalancing'];
    const all = await gateway({ loadBalancing });
    expect(all.find(({ type }) => type.endsWith(':Gateway'))?.inputs).toMatchObject({
      metadata: { annotations: { 'networking.istio.io/service-type': 'LoadBalancer' } },
    });
  });

  it('runs on the system node', () => {
    expect(gatewayPatch(rolePlacement.system)).toBe(`spec:
  replicas: 1
  template:
    spec:
      nodeSelector:
        autoscaling-testbed/role: system
      tolerations:
        - key: autoscaling-testbed/role
          operator: Exists
          effect: NoSchedule
`);
  });

  it('takes of the chart what it has: the definitions of the Gateway API alone', () => {
    expect(unknownKeys(gatewayCrdsValues, chartKeys('gateway-crds-helm'))).toEqual([]);
    expect(gatewayCrdsValues.crds.envoyGateway.enabled).toBe(false);
  });
});
