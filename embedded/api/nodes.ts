import type { Taint } from '../types';
import type { Api } from './client';

interface NodeObject {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly taints?: readonly Taint[] };
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** Every registered node, and whether it is Ready. */
export async function nodeReadiness(api: Api): Promise<Map<string, boolean>> {
  const { items } = await api.get<{ items: NodeObject[] }>('/api/v1/nodes');
  const isReady = ({ status }: NodeObject): boolean =>
    status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false;
  return new Map(items.map((node) => [node.metadata.name, isReady(node)]));
}

/** All taints of a node, Kubernetes' own among them. */
export async function taintsOf(api: Api, name: string): Promise<readonly Taint[]> {
  return (await api.get<NodeObject>(`/api/v1/nodes/${name}`)).spec.taints ?? [];
}
