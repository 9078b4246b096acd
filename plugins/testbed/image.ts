import { hasImage, importImage } from '../../embedded';
import { buildImage, namedImage } from '../../toolchain';
import type { ImageArchive, ImageName, Options } from '../../toolchain/types';
import { type CallContext, type Properties } from '../rpc/types';
import { loadImage } from './kind/clusters';
import { nodeContainers, nodeHasImage } from './kind/docker';
import { changedKeys, hasUnknown, text } from './properties';
import type { ResourceKind } from './resource';

function options(context: CallContext): Options {
  return { report: (message) => context.status(message), signal: context.signal };
}

function build(inputs: Properties, context: CallContext): Promise<ImageArchive> {
  return inputs['archive'] === undefined
    ? buildImage(text(inputs, 'image') as ImageName, options(context))
    : namedImage(text(inputs, 'archive'), options(context));
}

/** Brings an image into a kind of cluster, by the cluster's name. */
interface Importer {
  readonly add: (cluster: string, image: ImageArchive, options: Options) => Promise<void>;
  readonly has: (cluster: string, ref: string) => Promise<boolean>;
}

/** An image of this machine, on every node of a cluster. Its reference changes with its sources. */
function imageOn({ add, has }: Importer): ResourceKind {
  async function bringIn(inputs: Properties, context: CallContext): Promise<Properties> {
    const archive = await build(inputs, context);
    await add(text(inputs, 'cluster'), archive, options(context));
    return { ...inputs, ref: archive.ref };
  }
  return {
    async check({ news }, context) {
      // The reference follows from the content, so it takes a build to know it; with it, a change of the sources shows at preview.
      const { ref } = await build(news, context);
      return { inputs: { ...news, ref }, failures: [] };
    },
    diff({ oldInputs, news }) {
      const changed = changedKeys(oldInputs, news);
      const replaces = changed.filter((key) => key === 'cluster' || key === 'image');
      return Promise.resolve({ changes: changed.length > 0, replaces });
    },
    async create({ news, preview }, context) {
      const id = news['image'] === undefined ? 'archive' : text(news, 'image');
      if (preview || hasUnknown(news['cluster'])) return { id, outs: news };
      return { id, outs: await bringIn(news, context) };
    },
    async update({ news, preview }, context) {
      return preview ? news : bringIn(news, context);
    },
    async read({ state }) {
      return (await has(text(state, 'cluster'), text(state, 'ref'))) ? state : undefined;
    },
  };
}

export const image = imageOn({ add: importImage, has: hasImage });

export const kindImage = imageOn({
  add: (cluster, { archive }, options) => loadImage(cluster, archive, options),
  has: async (cluster, ref) => {
    const nodes = await nodeContainers(cluster);
    const found = await Promise.all(nodes.map(({ name }) => nodeHasImage(name, ref)));
    return nodes.length > 0 && found.every(Boolean);
  },
});
