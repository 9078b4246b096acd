import { Secret, UNKNOWN, type CallContext, type Diff, type Properties } from '../rpc/types';
import { createCluster, deleteCluster, kubeconfigOf } from './kind/clusters';
import { nodeContainers, startContainers } from './kind/docker';
import { changedKeys, plain, text } from './properties';
import type { ResourceKind } from './resource';

const optionsOf = (context: CallContext) => ({
  report: (message: string) => context.status(message),
  signal: context.signal,
});

/** What is wrong with the nodes. `gone`: it takes a new cluster. */
async function look(inputs: Properties): Promise<{ gone: boolean; stopped: readonly string[] }> {
  const containers = await nodeContainers(text(inputs, 'name'));
  const wanted = (plain(inputs['config']) as { nodes: readonly unknown[] }).nodes.length;
  const stopped = containers.filter(({ state }) => state !== 'running').map(({ name }) => name);
  return { gone: containers.length < wanted, stopped };
}

/** A cluster of kind. One that was deleted shows as a change, and so do nodes that stand still: the update starts them. */
export const kindCluster: ResourceKind = {
  async diff({ oldInputs, news }): Promise<Diff> {
    const replaces = changedKeys(oldInputs, news).filter((key) => key === 'name' || key === 'config');
    if (replaces.length > 0) return { changes: true, replaces, deleteBeforeReplace: true };
    const { gone, stopped } = await look(news);
    // What was in it is gone as well: a new cluster, and everything anew in it.
    if (gone) return { changes: true, replaces: ['name'], deleteBeforeReplace: true };
    return stopped.length > 0 ? { changes: true, detailed: { problems: 'update' } } : { changes: false };
  },
  async create({ news, preview }, context) {
    const name = text(news, 'name');
    if (preview) return { id: name, outs: { ...news, kubeconfig: new Secret(UNKNOWN) } };
    const kubeconfig = await createCluster(name, plain(news['config']) as object, optionsOf(context));
    return { id: name, outs: { ...news, kubeconfig: new Secret(kubeconfig), problems: [] } };
  },
  async update({ news, olds, preview }, context) {
    if (preview) return { ...olds, ...news };
    const { stopped } = await look(news);
    if (stopped.length > 0) await startContainers(stopped, context.signal);
    const kubeconfig = await kubeconfigOf(text(news, 'name'), optionsOf(context));
    return { ...news, kubeconfig: new Secret(kubeconfig), problems: [] };
  },
  async read({ state }) {
    const { gone, stopped } = await look(state);
    return gone ? undefined : { ...state, problems: stopped.map((name) => `node ${name} stands still`) };
  },
  async delete({ id }, context) {
    await deleteCluster(id, optionsOf(context));
  },
};
