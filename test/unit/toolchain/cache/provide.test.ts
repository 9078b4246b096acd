import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { dropUnusedCaches, planned, provide } from '../../../../toolchain/cache/provide';
import { goCacheDir } from '../../../../toolchain/parts/go';
import type { Making, Part } from '../../../../toolchain/parts/types';
import { fakePart, recorded, scratchCache } from '../scratch';

let remove: () => void;
let log: string[];
beforeEach(() => {
  ({ remove } = scratchCache());
  log = [];
});
afterEach(() => remove());

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

const part = (name: string, more: Partial<Part> = {}): Part =>
  fakePart(
    name,
    async ({ dir }) => {
      log.push(`${name} starts`);
      await pause();
      writeFileSync(join(dir, 'tool'), name);
      log.push(`${name} ends`);
      return {};
    },
    more,
  );

test('a part comes after those it needs, and gets their folders', async () => {
  let given: Making | undefined;
  const base = part('glibc');
  const image = fakePart(
    'image',
    (making) => {
      given = making;
      return Promise.resolve({});
    },
    { needs: [base] },
  );
  expect((await planned([image])).map(({ name }) => name)).toEqual(['glibc', 'image']);
  const ready = await provide([image], recorded());
  expect(given?.needs['glibc']?.dir).toBe(ready.get('glibc')?.dir);
});

test('what a ready part was made from is not made for it again', async () => {
  const base = part('glibc');
  const image = part('image', { needs: [base] });
  await provide([image], recorded());
  expect(await planned([image])).toEqual([]);
});

test('parts of a group are made one after another', async () => {
  await provide([part('kubernetes', { group: 'go' }), part('pulumi', { group: 'go' })], recorded());
  expect(log).toEqual(['kubernetes starts', 'kubernetes ends', 'pulumi starts', 'pulumi ends']);
});

test('the next of a group fetches while the first is made, and a failure of that is no failure', async () => {
  const fetching = (name: string): Partial<Part> => ({
    group: 'go',
    prefetch: () => {
      log.push(`${name} fetches`);
      return Promise.reject(new Error('offline'));
    },
  });
  await provide([part('kubernetes', fetching('kubernetes')), part('pulumi', fetching('pulumi'))], recorded());
  expect(log[0]).toBe('pulumi fetches');
  expect(log).not.toContain('kubernetes fetches');
  expect(log.at(-1)).toBe('pulumi ends');
});

test('a failure ends the rest, keeps what was finished, and is the error', async () => {
  const good = part('etcd');
  const bad = fakePart('runc', async () => {
    await pause();
    await pause();
    throw new Error('no runc');
  });
  const never = part('image', { needs: [bad] });
  await expect(provide([good, bad, never], recorded())).rejects.toThrow('no runc');
  expect(log).not.toContain('image starts');
  expect((await planned([good, bad])).map(({ name }) => name)).toEqual(['runc']);
});

describe("the compiler's own caches", () => {
  beforeEach(() => mkdirSync(goCacheDir(), { recursive: true }));

  test('are dropped after a good build', async () => {
    await provide([part('kubernetes', { group: 'go' })], recorded());
    expect(existsSync(goCacheDir())).toBe(false);
  });

  test('stay after a build that failed, for the next one', async () => {
    const bad = fakePart('pulumi', () => Promise.reject(new Error('no')), { group: 'go' });
    await expect(provide([part('kubernetes', { group: 'go' }), bad], recorded())).rejects.toThrow('no');
    expect(existsSync(goCacheDir())).toBe(true);
  });

  test('stay while another build uses them', async () => {
    const compiled = fakePart(
      'kubernetes',
      async () => {
        // What another build does when it is done.
        await dropUnusedCaches();
        log.push(`there: ${existsSync(goCacheDir())}`);
        return {};
      },
      { group: 'go' },
    );
    await provide([compiled], recorded());
    expect(log).toEqual(['there: true']);
    expect(existsSync(goCacheDir())).toBe(false);
  });
});
