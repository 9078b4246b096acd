import { chmodSync, mkdirSync, rmSync, statSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { check, sha256, writeManifest } from '../../../../toolchain/cache/manifest';
import { scratchCache } from '../scratch';

let dir: string;
let remove: () => void;
beforeEach(async () => {
  ({ dir, remove } = scratchCache());
  mkdirSync(join(dir, 'bin'));
  writeFileSync(join(dir, 'bin/tool'), 'abc', { mode: 0o755 });
  symlinkSync('tool', join(dir, 'bin/link'));
  await writeManifest(dir, { part: 'p', key: 'k', version: '1', origin: 'o', made: 'now', seconds: 1, facts: {} });
});
afterEach(() => remove());

/** A change that keeps size and times: what a failing disk does. */
function corrupt(): void {
  const { atime, mtime } = statSync(join(dir, 'bin/tool'));
  writeFileSync(join(dir, 'bin/tool'), 'xyz');
  utimesSync(join(dir, 'bin/tool'), atime, mtime);
}

test('sha256 of "abc" is the one of FIPS 180-2', async () => {
  expect(await sha256(join(dir, 'bin/tool'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('what is as it was is ready', async () => {
  expect(await check(dir)).toMatchObject({ state: 'ready', manifest: { version: '1' } });
  expect(await check(dir, true)).toMatchObject({ state: 'ready' });
});

test('a folder that is not there is missing, not damaged', async () => {
  expect(await check(join(dir, 'other'))).toEqual({ state: 'missing' });
});

test.each<[string, () => void, string]>([
  ['a file that is gone', () => rmSync(join(dir, 'bin/tool')), 'bin/tool is gone'],
  ['a truncated file', () => truncateSync(join(dir, 'bin/tool'), 1), 'bin/tool has 1 bytes, expected 3'],
  ['a changed file', () => writeFileSync(join(dir, 'bin/tool'), 'xyz'), 'bin/tool has sha256'],
  ['another mode', () => chmodSync(join(dir, 'bin/tool'), 0o644), 'bin/tool has mode 644, expected 755'],
  ['a manifest that is gone', () => rmSync(join(dir, 'manifest.json')), 'cannot be read'],
  ['a manifest that is none', () => writeFileSync(join(dir, 'manifest.json'), '{"part":'), 'is not a manifest'],
])('%s is damage', async (_name, damage, problem) => {
  damage();
  // The time stamps of a file system may be too coarse to tell two writes in a row apart.
  if (problem.includes('sha256')) utimesSync(join(dir, 'bin/tool'), 1, 1);
  const found = await check(dir);
  expect(found).toMatchObject({ state: 'damaged', hidden: false });
  expect(found.state === 'damaged' && found.problem).toContain(problem);
});

test('a link that leads elsewhere is damage', async () => {
  rmSync(join(dir, 'bin/link'));
  symlinkSync('/elsewhere', join(dir, 'bin/link'));
  expect(await check(dir)).toMatchObject({ problem: 'bin/link leads to /elsewhere, expected tool' });
});

test('content that changed with size and times as they were is found by the full check only, and said to be hidden', async () => {
  corrupt();
  expect(await check(dir)).toMatchObject({ state: 'ready' });
  expect(await check(dir, true)).toMatchObject({ state: 'damaged', hidden: true });
});

test('a copy with other times is ready, and gets its times back so that the next check is cheap', async () => {
  const before = statSync(join(dir, 'bin/tool')).mtimeMs;
  utimesSync(join(dir, 'bin/tool'), 1, 1);
  expect(await check(dir)).toMatchObject({ state: 'ready' });
  expect(Math.round(statSync(join(dir, 'bin/tool')).mtimeMs)).toBe(Math.round(before));
});
