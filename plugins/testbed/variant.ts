import { text } from './properties';
import type { ResourceKind } from './resource';

/** Only an identity: the name of the chosen variant. */
export const variant: ResourceKind = {
  diff: ({ olds, news }) => {
    const same = olds['variant'] === news['variant'];
    return Promise.resolve({ changes: !same, replaces: same ? [] : ['variant'], deleteBeforeReplace: true });
  },
  create: ({ news }) => Promise.resolve({ id: text(news, 'variant'), outs: news }),
};
