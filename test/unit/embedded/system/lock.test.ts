import { setImmediate as tick } from 'node:timers/promises';

import { withLock } from '../../../../embedded/system/lock';

/** A lock of this run's own: its name is seen on the whole machine. */
const name = `test/${process.pid}`;

let open: () => void;
let opened: Promise<void>;
beforeEach(() => {
  opened = new Promise<void>((resolve) => (open = resolve));
});
// Also when a test fails: nobody then waits for the lock for ever.
afterEach(() => open());

describe('withLock', () => {
  it('lets one work after the other, and says once that it waits', async () => {
    const log: string[] = [];
    const first = withLock(name, { report: (message) => log.push(`first: ${message}`) }, async () => {
      log.push('first begins');
      await opened;
      log.push('first ends');
      return 1;
    });
    while (log.length === 0) await tick();
    // The second looks whether it is told to stop before each try: only after some of them does the first end.
    const { signal } = new AbortController();
    let tries = 0;
    jest.spyOn(signal, 'throwIfAborted').mockImplementation(() => void (++tries === 3 && open()));
    const second = withLock(name, { signal, report: (message) => log.push(message) }, () => {
      log.push('second');
      return Promise.resolve(2);
    });
    expect(await Promise.all([first, second])).toEqual([1, 2]);
    expect(log).toEqual([
      'first begins',
      `${name}: waiting until another operation on it has ended`,
      'first ends',
      'second',
    ]);
  });

  it('is free again after work that fails', async () => {
    await expect(withLock(name, {}, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await withLock(name, {}, () => Promise.resolve('yes'))).toBe('yes');
  });

  it('does not keep others with another name', async () => {
    const inner = (): Promise<string> => withLock(`${name}-other`, {}, () => Promise.resolve('yes'));
    expect(await withLock(name, {}, inner)).toBe('yes');
  });

  it('stops waiting when it is told to, without working', async () => {
    const end = new AbortController();
    const work = jest.fn();
    const held = withLock(name, {}, () => opened);
    const report = (): void => end.abort(new Error('enough'));
    await expect(withLock(name, { report, signal: end.signal }, work)).rejects.toThrow('enough');
    expect(work).not.toHaveBeenCalled();
    open();
    await held;
  });
});
