import { setImmediate as tick } from 'node:timers/promises';

import { withLock } from '../../../../embedded/system/lock';

/** A lock of this run's own: its name is seen on the whole machine. */
const name = `test/${process.pid}`;

describe('withLock', () => {
  it('lets one work after the other, and says once that it waits', async () => {
    const log: string[] = [];
    const messages: string[] = [];
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const first = withLock(name, {}, async () => {
      log.push('first begins');
      await opened;
      log.push('first ends');
      return 1;
    });
    while (log.length === 0) await tick();
    const report = (message: string): void => {
      messages.push(message);
      open();
    };
    const second = withLock(name, { report }, () => Promise.resolve(log.push('second')));
    expect(await Promise.all([first, second])).toEqual([1, 3]);
    expect(log).toEqual(['first begins', 'first ends', 'second']);
    expect(messages).toEqual([`${name}: waiting until another operation on it has ended`]);
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
    await withLock(name, {}, async () => {
      const report = (): void => end.abort(new Error('enough'));
      await expect(withLock(name, { report, signal: end.signal }, work)).rejects.toThrow('enough');
    });
    expect(work).not.toHaveBeenCalled();
  });
});
