import { text } from './properties';
import type { ResourceKind } from './resource';

/** Only an identity, the value of the input `key`: with another value the old one goes first, and all that depends on it. */
export function identity(key: string): ResourceKind {
  return {
    diff: ({ olds, news }) => {
      const same = olds[key] === news[key];
      return Promise.resolve({ changes: !same, replaces: same ? [] : [key], deleteBeforeReplace: true });
    },
    create: ({ news }) => Promise.resolve({ id: text(news, key), outs: news }),
  };
}
