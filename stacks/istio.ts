import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { IngressGateway } from '../components/addons/istio/gateway';
import { Istio } from '../components/addons/istio/istio';
import type { Mesh } from '../components/addons/istio/mesh';
import type { Cluster } from '../components/cluster/types';
import { labels } from '../components/labels';
import type { Workload } from '../components/workload/types';

/** Makes Istio where it is asked for and the cluster has none; what it gives must be there before the pods of the mesh, and go after them. */
export function createIstio({ mode, revision }: Mesh, cluster: Cluster): pulumi.Resource[] {
  if (mode === 'none' || cluster.capabilities.provided.includes('istio')) return [];
  if (revision !== undefined) {
    throw new pulumi.RunError(
      `istio.revision is "${revision}", and the cluster has no Istio: the testbed installs the default revision. Remove the key.`,
    );
  }
  return [new Istio('istio', { cluster, mode })];
}

/** Says for the workload's namespace whether callers outside the mesh are answered, whatever the mesh's own default is. */
export function requireMutualTls(
  { mode, mutualTls }: Mesh,
  cluster: Cluster,
  namespace: pulumi.Output<string>,
  istio: readonly pulumi.Resource[],
): pulumi.Resource[] {
  if (mode === 'none') return [];
  const authentication = new kubernetes.apiextensions.CustomResource(
    'sample-mutual-tls',
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata: { name: 'default', namespace, labels: labels('sample', 'mesh') },
      spec: { mtls: { mode: mutualTls } },
    },
    { provider: cluster.provider, deleteBeforeReplace: true, dependsOn: [...istio] },
  );
  return [authentication];
}

/** Makes the ingress gateway where it is asked for. */
export function createGateway(
  { gateway, revision }: Mesh,
  cluster: Cluster,
  workload: Workload,
  istio: readonly pulumi.Resource[],
): IngressGateway[] {
  return gateway ? [new IngressGateway('gateway', { cluster, workload, revision }, { dependsOn: [...istio] })] : [];
}
