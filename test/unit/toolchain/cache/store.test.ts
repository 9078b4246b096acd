import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { placeOf } from '../../../../toolchain/cache/key';
import { discardDamaged, existing, obtain } from '../../../../toolchain/cache/store';
import type { Part } from '../../../../toolchain/parts/types';
import { fakePart, recorded, scratchCache } from '../scratch';

let remove: () => void;
let count: number;
let part: Part;
beforeEach(() => {
  ({ remove } = scratchCache());
  count = 0;
  part = fakePart('etcd', ({ dir }) => {
    count += 1;
    writeFileSync(join(dir, 'tool'), `made ${count}`);
    return Promise.resolve({ version: '3.4.23', facts: { ref: 'r' } });
  });
});
afterEach(() => remove());

const made = (): Promise<{ dir: string }> => obtain(part, {}, recorded());

test('a part is made once and found after that, with its version and facts', async () => {
  expect(await existing(part)).toBeUndefined();
  const { dir } = await made();
  expect(readFileSync(join(dir, 'tool'), 'utf8')).toBe('made 1');
  await made();
  expect(count).toBe(1);
  expect(await existing(part)).toMatchObject({ dir, manifest: { version: '3.4.23', facts: { ref: 'r' } } });
});

test('a damaged part is made again, and that is said', async () => {
  const { dir } = await made();
  truncateSync(join(dir, 'tool'), 2);
  const options = recorded();
  await obtain(part, {}, options);
  expect(readFileSync(join(dir, 'tool'), 'utf8')).toBe('made 2');
  expect(options.messages[0]).toBe('etcd: damaged (tool has 2 bytes, expected 6), making it again');
});

test('two at once make it once', async () => {
  await Promise.all([made(), made(), made()]);
  expect(count).toBe(1);
});

test('what a killed build left is removed, and not taken for a part', async () => {
  const { dir } = await placeOf(part);
  const left = join(dirname(dir), '.unfinished-0123');
  mkdirSync(left, { recursive: true });
  writeFileSync(join(left, 'tool'), 'half');
  await made();
  expect(existsSync(left)).toBe(false);
  expect(readdirSync(dirname(dir))).toHaveLength(1);
});

test('a build that fails leaves nothing, and the next one can succeed', async () => {
  const failing = { ...part, make: () => Promise.reject(new Error('no disk')) };
  await expect(obtain(failing, {}, recorded())).rejects.toThrow('no disk');
  const { dir } = await placeOf(part);
  expect(readdirSync(dirname(dir))).toEqual([]);
  await made();
  expect(count).toBe(1);
});

test('a build that was interrupted before its turn is not started', async () => {
  const aborted = AbortSignal.abort(new Error('interrupted'));
  await expect(obtain(part, {}, recorded(aborted))).rejects.toThrow('interrupted');
  expect(count).toBe(0);
});

test('hidden damage is found when asked for', async () => {
  const { dir } = await made();
  const { atime, mtime } = statSync(join(dir, 'tool'));
  writeFileSync(join(dir, 'tool'), 'other!');
  utimesSync(join(dir, 'tool'), atime, mtime);
  expect(await existing(part)).toBeDefined();
  await discardDamaged(part, recorded());
  expect(await existing(part)).toBeUndefined();
});
