import * as pulumi from '@pulumi/pulumi';
import { nodes } from '../../components/cluster/local';
import { down, importImage, up } from '../../embedded';
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
  const settings = parseConfig(config);
  const { count, app, system } = settings.nodes;
  const options = { report };
  const cluster = await up({ name, nodes: nodes({ appNodes: count, appNode: app, systemNode: system }) }, options);
  const kube = connect(cluster.kubeconfig);
  const remove = () => down(name, options);
  let experiment: { spec: ExperimentSpec; target: Target } | undefined;
  let failure: unknown;

  const make = async (type: string, resource: string, inputs: Record<string, unknown>): Promise<object> => {
    if (type === 'testbed:index:LocalCluster') return cluster;
    if (type === 'testbed:index:Image') {
      const image = await buildImage(inputs['image'] as ImageName, options);
      await importImage(name, image, options);
      return { ref: image.ref };
    }
    if (type === 'testbed:index:Experiment') experiment = inputs as unknown as typeof experiment;
    if (!('kind' in inputs)) return {};
    const object = inputs as unknown as KubernetesObject;
    const metadata = { ...object.metadata, name: object.metadata?.name ?? resource };
    await create(kube, { ...object, metadata });
    return { metadata };
  };
  // An error in here would end the whole process.
  const safely = (...args: Parameters<typeof make>): Promise<object> =>
    make(...args).catch((error: unknown) => {
      failure ??= error;
      return {};
    });

  await pulumi.runtime.setMocks(
    {
      newResource: async ({ type, name: resource, inputs }) => ({
        id: resource,
        state: { ...(inputs as object), ...(await safely(type, resource, inputs as Record<string, unknown>)) },
      }),
      call: ({ inputs }) => inputs as Record<string, unknown>,
    },
    'autoscaling-testbed',
    name,
    false,
  );
  try {
    await createTestbed(settings);
    await pulumi.runtime.disconnect();
    if (failure !== undefined) throw failure as Error;
    if (!experiment) throw new Error('The program makes no experiment: set one in the configuration.');
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
  const resource = `${kind.toLowerCase()}s`.replace(/ys$/, 'ies');
  await kube.call('POST', `${base}${scope}/${resource}`, { body }).catch((error: unknown) => {
    if (!(error instanceof KubeError && error.code === 409)) throw error;
  });
}
