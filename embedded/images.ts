import { existingRecord } from './info';
import { ctrTool } from './parts';
import { nodeLayout } from './plan/layout';
import { readRecord, writeRecord } from './record';
import { ensureImages, imagesOf } from './system/images';
import { withLock } from './system/lock';
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
  });
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
