import { pause, waitFor } from '../../../../embedded/system/wait';

const options = { what: 'API server ready', timeout: 60_000, interval: 0 };

describe('waitFor', () => {
  it('tries until there is something, and takes an error as not yet', async () => {
    const outcomes: (() => Promise<number | undefined> | number | undefined)[] = [
      () => undefined,
      () => Promise.reject(new Error('refused')),
      () => Promise.resolve(undefined),
      () => 0,
    ];
    expect(await waitFor(options, () => outcomes.shift()?.())).toBe(0);
    expect(outcomes).toEqual([]);
  });

  it('says in the end what was waited for, why it was not there, and what to look at', async () => {
    const over = { ...options, timeout: -1, hint: () => 'last lines of etcd:\nno space' };
    await expect(waitFor(over, () => Promise.reject(new Error('refused')))).rejects.toThrow(
      'API server ready: not after -0.001 s: refused\nlast lines of etcd:\nno space',
    );
  });

  it('does not blame an error that is over', async () => {
    let tries = 0;
    const attempt = (): undefined => {
      tries += 1;
      if (tries === 1) throw new Error('refused');
      // From now on time stands after the end.
      jest.spyOn(Date, 'now').mockReturnValue(Infinity);
      return undefined;
    };
    try {
      await expect(waitFor(options, attempt)).rejects.toThrow(/not after 60 s$/);
    } finally {
      jest.restoreAllMocks();
    }
  });

  it('stops when it is told to, with the reason given', async () => {
    const end = new AbortController();
    const waiting = waitFor({ ...options, interval: 60_000, signal: end.signal }, () => {
      setImmediate(() => end.abort(new Error('enough')));
      return undefined;
    });
    await expect(waiting).rejects.toThrow('enough');
  });
});

it('pause does not begin when it is told to stop', async () => {
  await expect(pause(60_000, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
});
