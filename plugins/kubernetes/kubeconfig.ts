import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { parse } from 'yaml';

interface Named {
  readonly name: string;
}

/** The part of a kubeconfig that says which cluster it leads to. */
interface Kubeconfig {
  readonly 'current-context'?: string;
  readonly contexts?: readonly (Named & { context?: { cluster?: string; namespace?: string } })[];
  readonly clusters?: readonly (Named & { cluster?: Readonly<Record<string, unknown>> })[];
}

export interface Selection {
  readonly context: string;
  readonly cluster: string;
}

/** Whether the setting is the contents of a kubeconfig rather than a path: contents are a YAML mapping. */
export function isContents(kubeconfig: string): boolean {
  return kubeconfig.includes('\n') || kubeconfig.trimStart().startsWith('{');
}

/** Contents of the kubeconfig that the setting gives, by contents or by path. */
export function contentsOf(kubeconfig: string): string {
  if (isContents(kubeconfig)) return kubeconfig;
  const path = kubeconfig.replace(/^~(?=\/)/, homedir());
  try {
    return readFileSync(isAbsolute(path) ? path : resolve(path), 'utf8');
  } catch (error) {
    throw new Error(
      `The kubeconfig "${kubeconfig}" is neither the contents of one nor a file that can be read: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

/** Path of the kubeconfig that kubectl would take; undefined when $KUBECONFIG lists several, which are merged. */
export function defaultPath(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const path = environment['KUBECONFIG'] || join(homedir(), '.kube/config');
  return path.includes(':') ? undefined : path;
}

/** The active cluster's settings (address, CA and so on), and the namespace of the active context. */
export function activeCluster(
  contents: string,
  selection: Selection,
): { cluster: Readonly<Record<string, unknown>> | undefined; namespace: string | undefined } {
  const config = (parse(contents) ?? {}) as Kubeconfig;
  const name = selection.context || config['current-context'];
  const context = config.contexts?.find((entry) => entry.name === name)?.context;
  const clusterName = selection.cluster || context?.cluster;
  return {
    cluster: config.clusters?.find((entry) => entry.name === clusterName)?.cluster,
    namespace: context?.namespace,
  };
}
