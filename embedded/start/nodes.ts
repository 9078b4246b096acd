import { connect as dial } from 'node:net';
import type { Plan } from '../context';
import type { NodeProcess } from '../plan/networkScript';
import { nodeLayout, type Layout } from '../plan/layout';
import { nodeServiceNames } from '../plan/services';
import type { ClusterRecord, NodeRecord } from '../record';
import { ensureImages } from '../system/images';
import { lastWords, start } from '../system/services';
import { isRunsvdir, servicePid } from '../system/supervisor';
import { waitFor } from '../system/wait';
import type { ClusterParts } from '../types';
import { patience } from './patience';

/** Starts the nodes' own supervisors, which make the nodes' namespaces, and gives their ids. */
export function startNodeSupervisors({ layout, record }: Plan, signal: AbortSignal): Promise<NodeProcess[]> {
  return Promise.all(record.nodes.map((node) => startNodeSupervisor(layout, node, signal)));
}

/** Starts one node's own supervisor, which makes the node's namespaces. */
export async function startNodeSupervisor(
  layout: Layout,
  { index, name }: Pick<NodeRecord, 'index' | 'name'>,
  signal: AbortSignal,
): Promise<NodeProcess> {
  const service = nodeServiceNames(index).supervisor;
  await start(layout, service, signal);
  const what = `node ${name}: supervisor started`;
  const hint = (): string => lastWords(layout, service);
  const pid = await waitFor({ what, timeout: patience.supervisor, interval: 5, signal, hint }, () => {
    const found = servicePid(layout, service);
    return found !== undefined && isRunsvdir(found) ? found : undefined;
  });
  return { index, pid };
}

const listens = (socket: string): Promise<true | undefined> =>
  new Promise((resolve) => {
    const connection = dial(socket);
    connection.once('error', () => resolve(undefined));
    connection.once('connect', () => {
      connection.destroy();
      resolve(true);
    });
  });

/** Starts a node's services, each as soon as what it needs is there. */
export async function startNode(
  layout: Layout,
  node: NodeRecord,
  parts: ClusterParts,
  images: ClusterRecord['images'],
  apiReady: Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const { socket } = nodeLayout(layout, node.index);
  await startContainerd(layout, node, signal);
  await Promise.all([
    ensureImages(parts.tools.ctr, socket, [parts.images.pause, parts.images.coredns, ...images], signal),
    apiReady.then(() => startKubelet(layout, node, signal)),
  ]);
}

/** Starts a node's containerd, and waits until it answers. */
export async function startContainerd(
  layout: Layout,
  { index, name }: Pick<NodeRecord, 'index' | 'name'>,
  signal: AbortSignal,
): Promise<void> {
  const service = nodeServiceNames(index).containerd;
  await start(layout, service, signal);
  await waitFor(
    {
      what: `node ${name}: containerd answers`,
      timeout: patience.containerd,
      interval: 20,
      signal,
      hint: () => lastWords(layout, service),
    },
    () => listens(nodeLayout(layout, index).socket),
  );
}

/** Starts a node's kubelet and kube-proxy. */
export async function startKubelet(
  layout: Layout,
  { index }: Pick<NodeRecord, 'index'>,
  signal: AbortSignal,
): Promise<void> {
  const { kubelet, proxy } = nodeServiceNames(index);
  await Promise.all([start(layout, kubelet, signal), start(layout, proxy, signal)]);
}
