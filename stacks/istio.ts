import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { IngressGateway } from '../components/addons/istio/gateway';
import { IstioFromManifests } from '../components/addons/istio/fromManifests';
import { Istio } from '../components/addons/istio/istio';
import type { Mesh } from '../components/addons/istio/mesh';
import type { Cluster } from '../components/cluster/types';
import { labels } from '../components/labels';
import type { Workload } from '../components/workload/types';
import type { KubeManifest } from '../toolchain/types';
import { buildNamed, upstreamManifests } from './addons';

/** Images and manifests of Istio where it is built; nothing where it comes as a chart, or is not asked for. */
export async function readIstio(
  { mode }: Mesh,
  { capabilities: { helm, localImages } }: Cluster,
): Promise<readonly KubeManifest[]> {
  if (mode === 'none' || helm || !localImages) return [];
  await buildNamed(['istiod', 'istio-proxy']);
  return upstreamManifests('istio');
}

/**
 * Makes Istio where it is asked for and the cluster has none; what it gives must be there before the pods of the mesh, and go after them.
 * @param manifests Istio's own, where it does not come as a chart
 */
export function createIstio(
  { mode, revision }: Mesh,
  cluster: Cluster,
  manifests: readonly KubeManifest[],
): pulumi.Resource[] {
  if (mode === 'none' || cluster.capabilities.provided.includes('istio')) return [];
  if (revision !== undefined) {
    throw new pulumi.RunError(
      `istio.revision is "${revision}", and the cluster has no Istio: the testbed installs the default revision. Remove the key.`,
    );
  }
  return cluster.capabilities.helm
    ? [new Istio('istio', { cluster, mode })]
    : [new IstioFromManifests('istio', { cluster, manifests })];
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
