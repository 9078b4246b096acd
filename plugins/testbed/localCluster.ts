import { down, status, up } from '../../embedded';
import type { ClusterInfo, ClusterSpec } from '../../embedded/types';
import { Secret, UNKNOWN, type CallContext, type Diff, type Properties } from '../rpc/types';
import { changedKeys, plain, text, toValue } from './properties';
import type { ResourceKind } from './resource';

function spec(inputs: Properties): ClusterSpec {
  return plain({ name: inputs['name'], nodes: inputs['nodes'], agent: inputs['agent'] }) as ClusterSpec;
}

function outputs(inputs: Properties, info: ClusterInfo): Properties {
  return {
    ...inputs,
    kubeconfig: new Secret(info.kubeconfig),
    endpoint: info.endpoint,
    addresses: toValue(info.addresses),
    problems: [],
  };
}

async function bringUp(inputs: Properties, context: CallContext): Promise<Properties> {
  const report = (message: string) => context.status(message);
  return outputs(inputs, await up(spec(inputs), { report, signal: context.signal }));
}

/** The embedded cluster. A dead or half-dead one shows as a change, and the update mends it in place. */
export const localCluster: ResourceKind = {
  async diff({ oldInputs, olds, news }): Promise<Diff> {
    const changed = changedKeys(oldInputs, news).filter((key) => ['name', 'nodes', 'agent'].includes(key));
    if (changed.includes('name')) return { changes: true, replaces: ['name'] };
    if (changed.length > 0)
      return { changes: true, detailed: Object.fromEntries(changed.map((key) => [key, 'update' as const])) };
    const { state, problems } = await status(text(olds, 'name'));
    // Nothing of it is left, so what was in it is gone as well: a new cluster, and everything anew in it.
    if (state === 'absent') return { changes: true, replaces: ['name'], deleteBeforeReplace: true };
    return state === 'running' && problems.length === 0
      ? { changes: false }
      : { changes: true, detailed: { problems: 'update' } };
  },
  async create({ news, preview }, context) {
    const name = text(news, 'name');
    if (preview) {
      return {
        id: name,
        outs: { ...news, kubeconfig: new Secret(UNKNOWN), endpoint: UNKNOWN, addresses: UNKNOWN },
      };
    }
    return { id: name, outs: await bringUp(news, context) };
  },
  async update({ news, olds, preview }, context) {
    if (preview) return { ...olds, ...news };
    return bringUp(news, context);
  },
  async read({ state }) {
    const { state: now, problems } = await status(text(state, 'name'));
    return now === 'absent' ? undefined : { ...state, problems: [...problems] };
  },
  async delete({ id }, context) {
    await down(id, { report: (message) => context.status(message) });
  },
};
