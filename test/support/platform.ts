import * as pulumi from '@pulumi/pulumi';
import { down, importImage, up } from '../../embedded';
import type { NodeSpec } from '../../embedded/types';
import { connect, KubeError, type Kube } from '../../experiments/kube';
import type { ExperimentSpec, Target } from '../../experiments/types';
import { createTestbed } from '../../stacks/testbed';
import { parseConfig, type RawConfig } from '../../stacks/schema';
import { buildImage } from '../../toolchain';
import type { ImageName } from '../../toolchain/types';

export interface Platform {
  readonly kube: Kube;
  readonly target: Target;
  readonly spec: ExperimentSpec;
  remove(): Promise<void>;
}

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
}

const CLUSTER_SCOPED = ['Namespace', 'ClusterRole', 'ClusterRoleBinding', 'APIService'];

/**
 * The testbed's program on a real embedded cluster, without the Pulumi engine: each resource that the program registers is made at
 * once, and the experiment's inputs are given back instead of being run.
 */
export async function install(name: string, config: RawConfig, report: (message: string) => void): Promise<Platform> {
  let kube: Kube | undefined;
  let experiment: { spec: ExperimentSpec; target: Target } | undefined;
  const options = { report };

  const make = async (type: string, resource: string, inputs: Record<string, unknown>): Promise<object> => {
    if (type === 'testbed:index:LocalCluster') {
      const info = await up({ name, nodes: inputs['nodes'] as NodeSpec[] }, options);
      kube = connect(info.kubeconfig);
      return { kubeconfig: info.kubeconfig, endpoint: info.endpoint, addresses: info.addresses };
    }
    if (type === 'testbed:index:Image') {
      const image = await buildImage(inputs['image'] as ImageName, options);
      await importImage(name, image, options);
      return { ref: image.ref };
    }
    if (type === 'testbed:index:Experiment') experiment = inputs as unknown as typeof experiment;
    if (!('kind' in inputs)) return {};
    const object = inputs as unknown as KubernetesObject;
    const metadata = { ...object.metadata, name: object.metadata?.name ?? resource };
    await create(kube!, { ...object, metadata });
    return { metadata };
  };

  await pulumi.runtime.setMocks(
    {
      newResource: async ({ type, name: resource, inputs }) => ({
        id: resource,
        state: { ...(inputs as object), ...(await make(type, resource, inputs as Record<string, unknown>)) },
      }),
      call: ({ inputs }) => inputs as Record<string, unknown>,
    },
    'autoscaling-testbed',
    name,
    false,
  );
  const remove = () => down(name, options);
  try {
    createTestbed(parseConfig(config));
    await pulumi.runtime.disconnect();
    if (!kube || !experiment) throw new Error('The program made no cluster or no experiment.');
    return { kube, ...experiment, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function create(kube: Kube, body: KubernetesObject & { metadata: { namespace?: string } }): Promise<void> {
  const { apiVersion, kind, metadata } = body;
  const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const scope = CLUSTER_SCOPED.includes(kind) ? '' : `/namespaces/${metadata.namespace ?? 'default'}`;
  await kube.call('POST', `${base}${scope}/${kind.toLowerCase()}s`, { body }).catch((error: unknown) => {
    if (!(error instanceof KubeError && error.code === 409)) throw error;
  });
}
