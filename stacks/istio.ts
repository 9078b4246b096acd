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

/** Upstream's manifests, each empty where it comes as a chart, is there already, or is not asked for. */
export interface MeshManifests {
  readonly istio: readonly KubeManifest[];
  /** The Gateway API's. */
  readonly gateway: readonly KubeManifest[];
}

/** Images of Istio where it is built, and the manifests. */
export async function readIstio(
  { mode, gateway }: Mesh,
  { capabilities: { helm, localImages, provided } }: Cluster,
): Promise<MeshManifests> {
  if (mode === 'none' || helm) return { istio: [], gateway: [] };
  if (localImages) await buildNamed(['istiod', 'istio-proxy']);
  const [istio, definitions] = await Promise.all([
    localImages ? upstreamManifests('istio') : [],
    gateway && !provided.includes('gateway-api') ? upstreamManifests('gateway-api') : [],
  ]);
  return { istio, gateway: definitions };
}

/** Makes Istio where it is asked for and the cluster has none; what it gives must be there before the pods of the mesh, and go after them. */
export function createIstio({ mode, revision }: Mesh, cluster: Cluster, manifests: MeshManifests): pulumi.Resource[] {
  if (mode === 'none' || cluster.capabilities.provided.includes('istio')) return [];
  if (revision !== undefined) {
    throw new pulumi.RunError(
      `istio.revision is "${revision}", and the cluster has no Istio: the testbed installs the default revision. Remove the key.`,
    );
  }
  return cluster.capabilities.helm
    ? [new Istio('istio', { cluster, mode })]
    : [new IstioFromManifests('istio', { cluster, manifests: manifests.istio })];
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
      metadata: {
        name: 'default',
        namespace,
        labels: labels('sample', 'mesh'),
        // In the foreground its finalizer would have to be taken off, an update, which Istio's validation refuses when the control plane is dead.
        annotations: { 'pulumi.com/deletionPropagationPolicy': 'background' },
      },
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
  manifests: MeshManifests,
): IngressGateway[] {
  if (!gateway) return [];
  const args = { cluster, workload, revision, manifests: manifests.gateway };
  return [new IngressGateway('gateway', args, { dependsOn: [...istio] })];
}
