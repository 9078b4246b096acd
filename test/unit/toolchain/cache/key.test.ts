import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { keyOf, sources } from '../../../../toolchain/cache/key';
import { fakePart, scratchCache } from '../scratch';

const part = fakePart('a', () => Promise.resolve({}));

test('a key is 16 hex digits, the same for the same part', async () => {
  expect(await keyOf(part)).toMatch(/^[0-9a-f]{16}$/);
  expect(await keyOf({ ...part })).toBe(await keyOf(part));
});

test.each<[string, Partial<typeof part>]>([
  ['the version', { version: '1.0.1' }],
  ['the inputs', { inputs: () => Promise.resolve('other') }],
  ['a part that it needs', { needs: [fakePart('b', () => Promise.resolve({}))] }],
])('%s makes another key', async (_name, change) => {
  expect(await keyOf({ ...part, ...change })).not.toBe(await keyOf(part));
});

test('a change of a part that is needed makes another key', async () => {
  const needing = (version: string): typeof part => ({
    ...part,
    needs: [fakePart('b', () => Promise.resolve({}), { version })],
  });
  expect(await keyOf(needing('1'))).not.toBe(await keyOf(needing('2')));
});

test('sources are in the order of their paths and only those that are wanted', async () => {
  const { dir, remove } = scratchCache();
  mkdirSync(join(dir, 'b'));
  for (const name of ['z.go', 'b/a.go', 'README.md']) writeFileSync(join(dir, name), name);
  expect(await sources(dir, (path) => path.endsWith('.go'))).toEqual([
    ['b/a.go', 'b/a.go'],
    ['z.go', 'z.go'],
  ]);
  remove();
});
