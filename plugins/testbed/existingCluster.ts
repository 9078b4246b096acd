import { changedKeys, plain } from './properties';
import type { ResourceKind } from './resource';

/**
 * Nothing in the cluster: it holds the stack to the cluster that it is in. A context that now leads elsewhere would leave all that the
 * stack has made behind, out of reach.
 */
export const existingCluster: ResourceKind = {
  check({ olds, news }) {
    const [before, now] = [olds, news].map((inputs) => plain(inputs['identity']));
    const [was, is] = [olds, news].map((inputs) => String(plain(inputs['server'])));
    const moved = typeof before === 'string' && typeof now === 'string' && before !== now;
    const reason =
      `the kubeconfig leads to another cluster (at ${is}) than the one that this stack is in (at ${was}). Choose that one again ` +
      'with existing.kubeconfig and existing.context, or take the stack down first: npm run down';
    return Promise.resolve({ inputs: news, failures: moved ? [{ property: 'identity', reason }] : [] });
  },
  diff: ({ oldInputs, news }) => Promise.resolve({ changes: changedKeys(oldInputs, news).length > 0 }),
  create: ({ news }) => Promise.resolve({ id: String(plain(news['identity'])), outs: news }),
  update: ({ news }) => Promise.resolve(news),
};
