import * as pulumi from '@pulumi/pulumi';
import { charts } from '../../../stacks/versions';
import type { KubeManifest } from '../../../toolchain/types';
import type { Cluster } from '../../cluster/types';
import { labels } from '../../labels';
import { ingressPolicy } from '../../networkPolicies';
import { installChart } from '../charts/chart';
import { install, type Plan } from '../install';
import { namespace } from '../serving';

const COMPONENT = 'mesh';

export interface GatewayDefinitionsArgs {
  readonly cluster: Cluster;
  /** The Gateway API's own manifests, where they do not come as a chart. */
  readonly manifests: readonly KubeManifest[];
  readonly parent: pulumi.Resource;
}

/** Values of the chart with the definitions of the Gateway API, without those of Envoy Gateway, whose chart it is. */
export const gatewayCrdsValues = {
  crds: { gatewayAPI: { enabled: true, channel: 'standard' }, envoyGateway: { enabled: false } },
};

/** The definitions of the Gateway API, standard channel; none where the cluster has some. */
export function gatewayDefinitions(
  name: string,
  { cluster, manifests, parent }: GatewayDefinitionsArgs,
): pulumi.Resource[] {
  const { helm, provided } = cluster.capabilities;
  if (provided.includes('gateway-api')) return [];
  // They are in no namespace; this one says later that they are the stack's (cluster/existing/find.ts).
  const home = cluster.names.namespace('gateway-api');
  if (!helm) return [new Definitions(name, { cluster, manifests, home }, { parent })];
  const chart = installChart(
    name,
    {
      pin: charts.gatewayCrds,
      namespace: home,
      allowed: [],
      values: gatewayCrdsValues,
      // A release is kept in a Secret, which takes 1 MiB; the chart's definitions with all their channels have more.
      mode: 'chart',
    },
    { parent, cluster },
  );
  return [chart];
}

class Definitions extends pulumi.ComponentResource {
  constructor(
    name: string,
    { cluster, manifests, home }: Omit<GatewayDefinitionsArgs, 'parent'> & { readonly home: string },
    options: pulumi.ComponentResourceOptions,
  ) {
    super('testbed:addons:GatewayDefinitions', name, {}, options);
    install(name, definitionsPlan(manifests, home), { parent: this, cluster, identity: pulumi.output(name) });
    this.registerOutputs({});
  }
}

/** The definitions alone: the policy beside them keeps others from installing older ones on a cluster that many share. */
function definitionsPlan(manifests: readonly KubeManifest[], home: string): Plan {
  const definitions = manifests.filter(({ kind }) => kind === 'CustomResourceDefinition');
  return [
    [namespace(home, COMPONENT)],
    [
      ingressPolicy({ namespace: home, name: home, component: COMPONENT }),
      ...definitions.map(({ metadata: { name, labels: own, annotations }, ...object }) => ({
        ...object,
        // The annotations say version and channel, which the API server and Istio look at.
        metadata: { name, annotations, labels: { ...own, ...labels('gateway-api', COMPONENT) } },
      })),
    ],
  ];
}
