import { join } from 'node:path';
import type { ClusterParts } from '../../types';
import { files, nodeLayout, type Layout } from '../layout';

/** A supervised process. */
export interface Service {
  /** Unique in the cluster; names its log. */
  readonly name: string;
  /** The folder in which its supervisor finds it. */
  readonly dir: string;
  readonly group: string;
  /** Lines of shell that are run first, before the process joins its control group. */
  readonly before?: readonly string[];
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Its configuration, content by path; when that changes, it is restarted. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Names of the control plane's services, in the order of their start. */
export const controlPlaneNames = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;

/** Name of the node agent, which a cluster has when its spec says so. */
export const agentName = 'node-agent';

/** Names of a node's services: its own supervisor, and what that one runs. */
export const nodeServiceNames = (
  index: number,
): { supervisor: string; containerd: string; kubelet: string; proxy: string } => ({
  supervisor: `n${index}`,
  containerd: `n${index}-containerd`,
  kubelet: `n${index}-kubelet`,
  proxy: `n${index}-kube-proxy`,
});

/** Folder of a service, by its name: a node's own services lie in the node's folder. */
export function serviceDir(layout: Layout, name: string): string {
  const [, index, own] = /^n(\d+)-(.+)$/.exec(name) ?? [];
  return index && own ? join(nodeLayout(layout, Number(index)).services, own) : join(files.services(layout), name);
}

/** As arguments of a command, `--name=value`. */
export const flags = (values: Readonly<Record<string, string | number | boolean>>): string[] =>
  Object.entries(values).map(([name, value]) => `--${name}=${value}`);

/** Programs by name. */
export type Tools = ClusterParts['tools'];
