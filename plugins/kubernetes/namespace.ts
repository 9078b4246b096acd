import { UNKNOWN, type Properties } from '../rpc/types';
import { isNotFound, UnreachableError } from './client/errors';
import type { Objects } from './client/objects';
import { text, type Config } from './config';
import { activeCluster, contentsOf, defaultPath } from './kubeconfig';
import { isNamespaced } from './kinds';
import { editMetadata, metadataOf } from './metadata';
import { PREVIEW_PATIENCE } from './write';

/** The namespace of objects that name none: the provider's, else that of the kubeconfig's context. */
export function defaultNamespace(config: Config, environment: Readonly<Record<string, string | undefined>>): string {
  return config.namespace || kubeconfigNamespace(config, environment) || 'default';
}

function kubeconfigNamespace(
  config: Config,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const path = config.kubeconfig || defaultPath(environment);
  if (path === undefined) return undefined;
  try {
    return activeCluster(contentsOf(path), config).namespace;
  } catch {
    // A faulty kubeconfig is told of when the cluster is needed.
    return undefined;
  }
}

/** Objects without a namespace get `fallback`. Only for a new custom resource the cluster has to be asked. */
export async function withNamespace(
  objects: Objects,
  fallback: string,
  inputs: Properties,
  olds: Properties,
): Promise<Properties> {
  const { namespace } = metadataOf(inputs);
  if (inputs['metadata'] === UNKNOWN || (namespace !== undefined && namespace !== null && namespace !== ''))
    return inputs;
  const type = { apiVersion: text(inputs, 'apiVersion'), kind: text(inputs, 'kind') };
  const before = Object.keys(olds).length > 0 ? metadataOf(olds)['namespace'] !== undefined : undefined;
  const namespaced = isNamespaced(type) ?? before ?? (await asksNamespace(objects, type));
  return namespaced ? editMetadata(inputs, (metadata) => ({ ...metadata, namespace: fallback })) : inputs;
}

/** A kind that the cluster does not serve yet most likely has a namespace; create corrects it. */
async function asksNamespace(objects: Objects, type: { apiVersion: string; kind: string }): Promise<boolean> {
  try {
    return (await objects.find(type, { patience: PREVIEW_PATIENCE })).namespaced;
  } catch (error) {
    if (isNotFound(error) || error instanceof UnreachableError) return true;
    throw error;
  }
}
