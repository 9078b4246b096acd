import { existingRecord } from './info';
import { ctrTool } from './parts';
import { isAgents } from './agent/numbers';
import { nodeLayout, type Layout } from './plan/layout';
import { readRecord, writeRecord } from './record';
import { ensureImages, imagesOf } from './system/images';
import { withLock } from './system/lock';
import { supervisedNodes } from './system/services';
import type { ImageArchive, Options } from '../toolchain/types';

/** Gives every node of a cluster an image, and remembers it for nodes that are added later. Does nothing where it is there. */
export async function importImage(name: string, image: ImageArchive, options: Options): Promise<void> {
  const ctr = await ctrTool(options);
  await withLock(`cluster/${name}`, options, async () => {
    const { layout, record } = existingRecord(name);
    options.report(
      `image ${image.ref}: importing it into ${record.nodes.length} node${record.nodes.length === 1 ? '' : 's'}`,
    );
    await Promise.all(
      record.nodes.map(({ index }) => ensureImages(ctr, nodeLayout(layout, index).socket, [image], options.signal)),
    );
    const others = record.images.filter(({ ref }) => ref !== image.ref);
    writeRecord(layout, { ...record, images: [...others, { ref: image.ref, archive: image.archive }] });
    if (record.agent) await importIntoAgents(layout, ctr, image, options);
  });
}

/**
 * Gives an image to the agent's nodes that run. After it is in the record: a node that starts meanwhile finds it there. One that does not
 * answer is starting or going, and the agent's matter.
 */
async function importIntoAgents(layout: Layout, ctr: string, image: ImageArchive, { signal }: Options): Promise<void> {
  const sockets = supervisedNodes(layout)
    .filter(isAgents)
    .map((index) => nodeLayout(layout, index).socket);
  await Promise.allSettled(sockets.map((socket) => ensureImages(ctr, socket, [image], signal)));
  signal?.throwIfAborted();
}

/**
 * Whether every node of a cluster has the image. Of a cluster whose nodes do not answer, whether it would have it once it is mended;
 * false when there is no cluster.
 */
export async function hasImage(name: string, ref: string): Promise<boolean> {
  const ctr = await ctrTool({ report: () => undefined });
  let known;
  try {
    known = existingRecord(name);
  } catch {
    return false;
  }
  const { layout, record } = known;
  const has = record.nodes.map(({ index }) =>
    imagesOf(ctr, nodeLayout(layout, index).socket).then(
      (refs) => refs.has(ref),
      () => readRecord(layout)?.images.some((image) => image.ref === ref) ?? false,
    ),
  );
  return (await Promise.all(has)).every(Boolean);
}
