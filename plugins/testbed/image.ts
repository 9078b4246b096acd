import { hasImage, importImage } from '../../embedded';
import { buildImage, imageRef } from '../../toolchain';
import type { ImageName } from '../../toolchain/types';
import { type CallContext, type Properties } from '../rpc/types';
import { changedKeys, hasUnknown, text } from './properties';
import type { ResourceKind } from './resource';

async function bringIn(inputs: Properties, context: CallContext): Promise<Properties> {
  const options = { report: (message: string) => context.status(message), signal: context.signal };
  const archive = await buildImage(text(inputs, 'image') as ImageName, options);
  await importImage(text(inputs, 'cluster'), archive, options);
  return { ...inputs, ref: archive.ref };
}

/** An image of this machine, on every node of an embedded cluster. Its reference changes with its sources. */
export const image: ResourceKind = {
  async check({ news }) {
    // The reference is worked out here, so that a change of the sources shows at preview.
    return { inputs: { ...news, ref: await imageRef(text(news, 'image') as ImageName) }, failures: [] };
  },
  diff({ oldInputs, news }) {
    const changed = changedKeys(oldInputs, news);
    const replaces = changed.filter((key) => key === 'cluster' || key === 'image');
    return Promise.resolve({ changes: changed.length > 0, replaces });
  },
  async create({ news, preview }, context) {
    const id = text(news, 'image');
    if (preview || hasUnknown(news['cluster'])) return { id, outs: news };
    return { id, outs: await bringIn(news, context) };
  },
  async update({ news, preview }, context) {
    return preview ? news : bringIn(news, context);
  },
  async read({ state }) {
    return (await hasImage(text(state, 'cluster'), text(state, 'ref'))) ? state : undefined;
  },
};
