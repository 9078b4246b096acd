import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { writeImage, type Image } from '../../../../toolchain/images/oci';
import { scratchCache } from '../scratch';
import { entriesOf, type Found } from './read';

interface Descriptor {
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Record<string, string>;
}

const image: Image = {
  name: 'sample',
  version: '1.2.3',
  architecture: 'amd64',
  entrypoint: ['/usr/local/bin/node', '/app/main.js'],
  env: ['NODE_ENV=production'],
  layers: [[{ path: 'app/main.js', content: 'main' }]],
};

let dir: string;
let remove: () => void;
let ref: string;
let entries: Map<string, Found>;
beforeEach(async () => {
  ({ dir, remove } = scratchCache());
  ref = await writeImage(image, dir);
  entries = new Map((await entriesOf(readFileSync(join(dir, 'image.tar')))).map((entry) => [entry.name, entry]));
});
afterEach(() => remove());

const json = (path: string): unknown => JSON.parse(entries.get(path)?.content ?? '');
const blob = <T>({ digest }: Descriptor): T => json(`blobs/${digest.replace(':', '/')}`) as T;
const manifest = (): { config: Descriptor; layers: Descriptor[] } =>
  blob((json('index.json') as { manifests: [Descriptor] }).manifests[0]);

test('every blob is named by the hash of its content, and has the size that is said of it', () => {
  const blobs = [...entries.values()].filter(({ name }) => name.startsWith('blobs/sha256/'));
  expect(blobs).toHaveLength(4);
  for (const { name, content } of blobs) {
    expect(name).toBe(`blobs/sha256/${createHash('sha256').update(content).digest('hex')}`);
  }
  for (const { digest, size } of [manifest().config, ...manifest().layers]) {
    expect(Buffer.byteLength(entries.get(`blobs/${digest.replace(':', '/')}`)?.content ?? '')).toBe(size);
  }
});

test('the reference has the hash of the content, and the index names it for containerd', () => {
  const { manifests } = json('index.json') as { manifests: [Descriptor] };
  expect(ref).toBe(`testbed.local/sample:${manifests[0].digest.slice('sha256:'.length).slice(0, 12)}`);
  expect(manifests[0].annotations?.['io.containerd.image.name']).toBe(ref);
});

test('the config says what runs, and as a numeric user that is not root', () => {
  expect(blob(manifest().config)).toMatchObject({
    architecture: 'amd64',
    os: 'linux',
    config: {
      User: '65532:65532',
      Entrypoint: ['/usr/local/bin/node', '/app/main.js'],
      Env: ['PATH=/usr/local/bin:/usr/bin:/bin', 'NODE_ENV=production'],
    },
    rootfs: { type: 'layers', diff_ids: manifest().layers.map(({ digest }) => digest) },
  });
});

test('layers are plain archives: a base with the user, then what is given', async () => {
  const names = [];
  for (const { digest } of manifest().layers) {
    const layer = entries.get(`blobs/${digest.replace(':', '/')}`)?.content ?? '';
    names.push((await entriesOf(Buffer.from(layer))).map(({ name }) => name));
  }
  expect(names).toEqual([
    ['etc', 'etc/group', 'etc/nsswitch.conf', 'etc/passwd', 'tmp'],
    ['app', 'app/main.js'],
  ]);
});

test('the same image is the same archive, another content another reference', async () => {
  const first = readFileSync(join(dir, 'image.tar'));
  expect(await writeImage(image, dir)).toBe(ref);
  expect(readFileSync(join(dir, 'image.tar')).equals(first)).toBe(true);
  expect(await writeImage({ ...image, layers: [[{ path: 'app/main.js', content: 'new' }]] }, dir)).not.toBe(ref);
});

test('nothing but the archive is left', () => {
  expect(readdirSync(dir)).toEqual(['image.tar']);
});
