import { join } from 'node:path';

import { LockHeld, orRefused, unlessUsed, using, withLock } from '../../../../toolchain/cache/lock';
import { recorded, scratchCache } from '../scratch';

let path: string;
let remove: () => void;
beforeEach(() => {
  const cache = scratchCache();
  path = join(cache.dir, 'locks/etcd');
  remove = cache.remove;
});
afterEach(() => remove());

test('work under the same lock is done one after another', async () => {
  const log: string[] = [];
  const work = (name: string) => async (): Promise<string> => {
    log.push(`${name} in`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    log.push(`${name} out`);
    return name;
  };
  const results = await Promise.all(['a', 'b'].map((name) => withLock(path, name, recorded(), work(name))));
  expect(results).toEqual(['a', 'b']);
  const [first, second] = log[0] === 'a in' ? ['a', 'b'] : ['b', 'a'];
  expect(log).toEqual([`${first} in`, `${first} out`, `${second} in`, `${second} out`]);
});

test('work that fails lets go of the lock', async () => {
  await expect(withLock(path, 'a', recorded(), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(withLock(path, 'a', recorded(), () => Promise.resolve('yes'))).resolves.toBe('yes');
});

test('waiting ends when it is interrupted, and does not disturb the one who holds the lock', async () => {
  const abort = new AbortController();
  await withLock(path, 'a', recorded(), async () => {
    const waiting = withLock(path, 'b', recorded(abort.signal), () => Promise.resolve());
    abort.abort(new Error('interrupted'));
    await expect(waiting).rejects.toThrow('interrupted');
  });
});

test('what is in use is left alone, what is not is worked on', async () => {
  let dropped = 0;
  const drop = (): Promise<void> => {
    dropped += 1;
    return Promise.resolve();
  };
  await using(path, async () => {
    await using(path, () => Promise.resolve());
    await unlessUsed(path, drop);
    expect(dropped).toBe(0);
  });
  await unlessUsed(path, drop);
  expect(dropped).toBe(1);
});

test('who comes second is refused at once, and told who has the lock', async () => {
  await orRefused(path, 'the first', async () => {
    const second = orRefused(path, 'the second', () => Promise.resolve('in'));
    await expect(second).rejects.toEqual(new LockHeld(path, 'the first'));
  });
  await expect(orRefused(path, 'the second', () => Promise.resolve('in'))).resolves.toBe('in');
});

test('an error of the work is not taken for a lock that is held', async () => {
  await expect(orRefused(path, 'a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(unlessUsed(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
});
