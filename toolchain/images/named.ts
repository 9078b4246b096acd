import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { extract, pack as createPack, type ExtractEvents, type Header } from 'tar-stream';
import { z } from 'zod';
import type { Part } from '../parts/types';

/*
 * An image of the user's own is named after its content, whatever it is called in its archive. So a changed image has another name, the pods that
 * ask for it are replaced, and no node takes an old one for it.
 */

const OCI = 'index.json';
const DOCKER = 'manifest.json';

const ociIndex = z.looseObject({
  manifests: z.array(
    z.looseObject({
      digest: z.string(),
      platform: z.looseObject({ os: z.string() }).optional(),
      annotations: z.record(z.string(), z.string()).optional(),
    }),
  ),
});
const dockerManifest = z.array(z.looseObject({ Config: z.string(), Layers: z.array(z.string()) }));

/** Of an entry of an archive. */
type Content = ExtractEvents['entry'][1];

type Descriptions = Readonly<Partial<Record<string, string>>>;

/**
 * The archive's descriptions with the new name in them, and the name.
 * @throws with what is wrong with the archive
 */
export function renamed(
  descriptions: Descriptions,
  path: string,
): { readonly ref: string; readonly files: Descriptions } {
  const [oci, docker] = [descriptions[OCI], descriptions[DOCKER]];
  const index = oci === undefined ? undefined : ociIndex.parse(JSON.parse(oci));
  const saved = docker === undefined ? undefined : dockerManifest.parse(JSON.parse(docker));
  // What a build says about itself is no image.
  const images = index?.manifests.filter(({ platform }) => platform?.os !== 'unknown') ?? saved ?? [];
  const [image, ...others] = images;
  if (image === undefined)
    throw new Error(
      `workload.imageArchive is ${path}: no archive of an image: neither ${OCI} (OCI) nor ${DOCKER} (docker save) is in it`,
    );
  if (others.length > 0)
    throw new Error(`workload.imageArchive is ${path}: it holds ${images.length} images; save the one that is meant`);
  const identity = 'digest' in image ? image.digest : JSON.stringify([image.Config, image.Layers]);
  const tag = createHash('sha256').update(String(identity)).digest('hex').slice(0, 12);
  const ref = `testbed.local/workload:${tag}`;
  const names = { 'io.containerd.image.name': ref, 'org.opencontainers.image.ref.name': tag };
  return {
    ref,
    files: {
      ...(index && {
        [OCI]: JSON.stringify({
          ...index,
          manifests: index.manifests.map((one) => ({
            ...one,
            annotations: one === image ? { ...one.annotations, ...names } : one.annotations,
          })),
        }),
      }),
      ...(saved && { [DOCKER]: JSON.stringify(saved.map((one) => ({ ...one, RepoTags: [ref] }))) }),
    },
  };
}

/** @param visit has to take in the entry's content */
async function eachEntry(path: string, visit: (header: Header, content: Content) => Promise<void>): Promise<void> {
  const entries = extract();
  entries.on('entry', (header, content, next) => {
    visit(header, content).then(() => next(), next);
  });
  await pipeline(createReadStream(path), entries);
}

const ignored = (content: Content): Promise<void> =>
  new Promise((resolve, reject) => {
    content.on('end', resolve).on('error', reject).resume();
  });

const nameOf = ({ name }: Header): string => name.replace(/^\.\//, '');

/** The files of an archive that say what is in it. */
async function descriptionsOf(path: string): Promise<Descriptions> {
  const found: Record<string, string> = {};
  await eachEntry(path, async (header, content) => {
    const name = nameOf(header);
    if (name === OCI || name === DOCKER) found[name] = await text(content);
    else await ignored(content);
  });
  return found;
}

/** A copy with other descriptions. */
async function rewrite(path: string, to: string, files: Descriptions): Promise<void> {
  const pack = createPack();
  const writing = pipeline(pack, createWriteStream(to));
  await eachEntry(path, async (header, content) => {
    const replaced = files[nameOf(header)];
    if (replaced !== undefined) pack.entry({ name: header.name, mode: 0o644 }, replaced);
    else if (header.type === 'file') return pipeline(content, pack.entry(header));
    else pack.entry(header);
    return ignored(content);
  }).then(
    () => pack.finalize(),
    (error: Error) => pack.destroy(error),
  );
  await writing;
}

/** The part that is the archive with its new name: `image.tar`, the reference in the fact `ref`. */
export async function namedImagePart(path: string): Promise<Part> {
  const { size, mtimeMs } = await stat(path);
  return {
    name: 'image-workload',
    version: '1',
    origin: `image archive ${path}`,
    inputs: () => Promise.resolve(['named image 1', path, size, mtimeMs]),
    make: async ({ dir, report }) => {
      report('naming the image');
      const { ref, files } = renamed(await descriptionsOf(path), path);
      await rewrite(path, join(dir, 'image.tar'), files);
      return { facts: { ref } };
    },
  };
}
