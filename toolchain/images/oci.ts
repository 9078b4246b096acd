import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { archive, complete, type Entry } from './tar';

/** An image as data. */
export interface Image {
  readonly name: string;
  /** Version of the program in it, for the label. */
  readonly version: string;
  readonly architecture: string;
  readonly entrypoint: readonly string[];
  readonly env?: readonly string[];
  /** Layers from the one that changes least to the one that changes most: nodes keep those that did not. */
  readonly layers: readonly (readonly Entry[])[];
}

/** Numeric, so that `runAsNonRoot` of the restricted Pod Security Standard can be checked without the image's passwd. */
export const user = 65532;

/** What programs expect to find in any root: a name for the user, a place for temporary files, the order of name lookups. */
const base: readonly Entry[] = [
  {
    path: 'etc/passwd',
    content: `root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:${user}:${user}:nonroot:/:/sbin/nologin\n`,
  },
  { path: 'etc/group', content: `root:x:0:\nnonroot:x:${user}:\n` },
  { path: 'etc/nsswitch.conf', content: 'passwd: files\ngroup: files\nhosts: files dns\n' },
  { path: 'tmp', directory: true, mode: 0o1777 },
];

interface Blob {
  readonly digest: string;
  readonly size: number;
}

const digest = (data: string): string => `sha256:${createHash('sha256').update(data).digest('hex')}`;
const blobPath = (blob: Blob): string => `blobs/${blob.digest.replace(':', '/')}`;
const descriptor = (mediaType: string, { digest, size }: Blob): object => ({ mediaType, digest, size });

/** Writes one layer as a plain tar: nodes on the same machine import it faster than they would unpack a compressed one. */
async function writeLayer(entries: readonly Entry[], file: string): Promise<Blob> {
  const hash = createHash('sha256');
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.length;
      done(undefined, chunk);
    },
  });
  await pipeline(archive(complete(entries)), measure, createWriteStream(file));
  return { digest: `sha256:${hash.digest('hex')}`, size };
}

const withPath = (env: readonly string[]): readonly string[] =>
  env.some((variable) => variable.startsWith('PATH=')) ? env : ['PATH=/usr/local/bin:/usr/bin:/bin', ...env];

/**
 * Writes the image as an OCI archive (https://github.com/opencontainers/image-spec/blob/main/image-layout.md) to
 * `dir/image.tar`, and gives its reference. The tag is made from the content, so an image that changed has another name.
 */
export async function writeImage(image: Image, dir: string): Promise<string> {
  const layers: { readonly blob: Blob; readonly file: string }[] = [];
  for (const [index, entries] of [base, ...image.layers].entries()) {
    const file = join(dir, `.layer-${index}`);
    layers.push({ blob: await writeLayer(entries, file), file });
  }
  const config = JSON.stringify({
    created: '1970-01-01T00:00:00Z',
    architecture: image.architecture,
    os: 'linux',
    config: {
      User: `${user}:${user}`,
      Entrypoint: image.entrypoint,
      Env: withPath(image.env ?? []),
      WorkingDir: '/',
      Labels: { 'org.opencontainers.image.title': image.name, 'org.opencontainers.image.version': image.version },
    },
    rootfs: { type: 'layers', diff_ids: layers.map(({ blob }) => blob.digest) },
  });
  const configBlob: Blob = { digest: digest(config), size: Buffer.byteLength(config) };
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: descriptor('application/vnd.oci.image.config.v1+json', configBlob),
    layers: layers.map(({ blob }) => descriptor('application/vnd.oci.image.layer.v1.tar', blob)),
  });
  const manifestBlob: Blob = { digest: digest(manifest), size: Buffer.byteLength(manifest) };
  const tag = manifestBlob.digest.slice('sha256:'.length, 'sha256:'.length + 12);
  const ref = `testbed.local/${image.name}:${tag}`;
  const index = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [
      {
        ...descriptor('application/vnd.oci.image.manifest.v1+json', manifestBlob),
        annotations: { 'io.containerd.image.name': ref, 'org.opencontainers.image.ref.name': tag },
      },
    ],
  });
  const entries: Entry[] = [
    { path: 'oci-layout', content: '{"imageLayoutVersion":"1.0.0"}' },
    { path: 'index.json', content: index },
    { path: blobPath(configBlob), content: config },
    { path: blobPath(manifestBlob), content: manifest },
    ...layers.map(({ blob, file }) => ({ path: blobPath(blob), file, mode: 0o644 })),
  ];
  await pipeline(archive(entries), createWriteStream(join(dir, 'image.tar')));
  await Promise.all(layers.map(({ file }) => rm(file)));
  return ref;
}
