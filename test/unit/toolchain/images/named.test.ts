import { createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { namedImage } from '../../../../toolchain';
import { renamed } from '../../../../toolchain/images/named';
import { writeImage, type Image } from '../../../../toolchain/images/oci';
import { archive, type Entry } from '../../../../toolchain/images/tar';
import { scratchCache } from '../scratch';
import { entriesOf } from './read';

const image: Image = {
  name: 'theirs',
  version: '1',
  architecture: 'amd64',
  entrypoint: ['/server'],
  layers: [[{ path: 'server', content: 'program', mode: 0o755 }]],
};
const quiet = { report: () => undefined };
const contents = async (path: string) =>
  new Map((await entriesOf(readFileSync(path))).map(({ name, content }) => [name, content]));

let dir: string;
let remove: () => void;
beforeEach(() => ({ dir, remove } = scratchCache()));
afterEach(() => remove());

const written = async (name: string, entries: readonly Entry[]): Promise<string> => {
  const path = join(dir, name);
  await pipeline(archive(entries), createWriteStream(path));
  return path;
};

it('is named after its content; all else of it stays', async () => {
  await writeImage(image, dir);
  const path = join(dir, 'image.tar');
  const named = await namedImage(path, quiet);
  expect(named.ref).toMatch(/^testbed\.local\/workload:[0-9a-f]{12}$/);
  const [before, after] = [await contents(path), await contents(named.archive)];
  expect([...after.keys()]).toEqual([...before.keys()]);
  for (const [name, content] of before) if (name !== 'index.json') expect(after.get(name)).toBe(content);
  const index = JSON.parse(after.get('index.json') ?? '') as { manifests: { annotations: object }[] };
  expect(index.manifests.map(({ annotations }) => annotations)).toEqual([
    { 'io.containerd.image.name': named.ref, 'org.opencontainers.image.ref.name': named.ref.split(':')[1] },
  ]);
  expect(await namedImage(path, quiet)).toEqual(named);

  await writeImage({ ...image, entrypoint: ['/other'] }, dir);
  expect((await namedImage(path, quiet)).ref).not.toBe(named.ref);
});

it('takes what docker save writes, folders and links in it', async () => {
  const manifest = [{ Config: 'abc.json', RepoTags: ['theirs:latest'], Layers: ['one/layer.tar'] }];
  const path = await written('saved.tar', [
    { path: 'one', directory: true },
    { path: 'one/layer.tar', content: 'layer' },
    { path: 'two.tar', link: 'one/layer.tar' },
    { path: 'abc.json', content: '{}' },
    { path: 'manifest.json', content: JSON.stringify(manifest) },
  ]);
  const { ref, archive: copy } = await namedImage(path, quiet);
  const after = await contents(copy);
  expect([...after.keys()]).toEqual(['one', 'one/layer.tar', 'two.tar', 'abc.json', 'manifest.json']);
  expect(after.get('one/layer.tar')).toBe('layer');
  expect(JSON.parse(after.get('manifest.json') ?? '')).toEqual([{ ...manifest[0], RepoTags: [ref] }]);
});

it('names both descriptions alike, and leaves a build’s attestation alone', () => {
  const manifests = [
    { digest: 'sha256:a', platform: { os: 'linux' } },
    { digest: 'sha256:b', platform: { os: 'unknown' } },
  ];
  const saved = [{ Config: 'c', Layers: [] }];
  const { ref, files } = renamed(
    { 'index.json': JSON.stringify({ manifests }), 'manifest.json': JSON.stringify(saved) },
    'x.tar',
  );
  const index = JSON.parse(files['index.json'] ?? '') as { manifests: object[] };
  expect(index.manifests[0]).toMatchObject({ annotations: { 'io.containerd.image.name': ref } });
  expect(index.manifests[1]).toEqual(manifests[1]);
  expect(JSON.parse(files['manifest.json'] ?? '')).toEqual([{ ...saved[0], RepoTags: [ref] }]);
});

it('refuses what is no image, or more than one', async () => {
  const empty = await written('empty.tar', [{ path: 'readme', content: 'nothing' }]);
  await expect(namedImage(empty, quiet)).rejects.toThrow(
    /workload\.imageArchive is .*empty\.tar: no archive of an image/,
  );
  const two = { manifests: [{ digest: 'sha256:a' }, { digest: 'sha256:b' }] };
  expect(() => renamed({ 'index.json': JSON.stringify(two) }, 'x.tar')).toThrow('it holds 2 images');
  const text = join(dir, 'text.tar');
  writeFileSync(text, 'not a tar, not at all');
  await expect(namedImage(text, quiet)).rejects.toThrow();
});
