import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { plainNames } from '../../components/cluster/names';
import { rolePlacement } from '../../components/cluster/roles';
import type { Cluster } from '../../components/cluster/types';
import { registered, type Registered } from './mocks';

/** A cluster for components under test, on which charts can be had. */
export function chartCluster(more: Partial<Cluster> = {}): Cluster {
  const provider = new kubernetes.Provider('cluster', {});
  return {
    provider,
    kubeconfig: pulumi.secret('kubeconfig'),
    image: (name) => pulumi.output(`registry.example/${name}:1`),
    placement: rolePlacement,
    capabilities: { localImages: false, helm: true, provided: [], kubeletCertificates: true },
    names: plainNames,
    ready: provider,
    ...more,
  };
}

/** What a component registers, without the provider; values as they go to the engine. */
export async function made(create: (cluster: Cluster) => unknown, more: Partial<Cluster> = {}): Promise<Registered[]> {
  const all = await registered(() => create(chartCluster(more)));
  return all
    .filter(({ type }) => !type.startsWith('pulumi:providers:'))
    .map((resource) => JSON.parse(JSON.stringify(resource)) as Registered);
}
