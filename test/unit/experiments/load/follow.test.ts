import { followLog, type LogSource } from '../../../../experiments/load/follow';

const stamp = (second: number, nanos = 0): string =>
  `2026-11-23T08:00:${String(second).padStart(2, '0')}.${String(nanos).padStart(9, '0')}Z`;

/** What each opening of the log gives: its lines, and whether the stream breaks after them. */
interface Opening {
  readonly lines: readonly string[];
  readonly breaks?: boolean;
  /** The container had ended before it. */
  readonly ended?: boolean | 'gone';
}

function source(openings: readonly Opening[]): LogSource & { readonly since: (string | undefined)[] } {
  let next = 0;
  const since: (string | undefined)[] = [];
  return {
    since,
    ended: () => Promise.resolve(openings[next]?.ended ?? false),
    open: (from) => {
      since.push(from);
      const opening = openings[next++]!;
      return Promise.resolve(
        // eslint-disable-next-line @typescript-eslint/require-await
        (async function* () {
          yield* opening.lines;
          if (opening.breaks) throw new Error('socket hang up');
        })(),
      );
    },
  };
}

async function follow(openings: readonly Opening[]) {
  const lines: string[] = [];
  const breaks: unknown[] = [];
  const log = source(openings);
  const end = await followLog(log, (line) => lines.push(line), {
    pause: 1,
    interrupted: (error) => breaks.push(error),
  });
  return { lines, end, breaks: breaks.length, since: log.since };
}

describe('following a log', () => {
  const [a, b, c, d] = [`${stamp(1)} a`, `${stamp(2)} b`, `${stamp(2, 7)} c`, `${stamp(3)} d 1 2`];

  it('gives each line with its own time', async () => {
    const given: [string, string][] = [];
    const log = source([
      { lines: [a, b], breaks: true },
      { lines: [b, c], ended: true },
    ]);
    await followLog(log, (line, time) => given.push([line, time]), { pause: 1 });
    expect(given).toEqual([
      ['a', stamp(1)],
      ['b', stamp(2)],
      ['c', stamp(2, 7)],
    ]);
  });

  it('gives each line once through broken streams, and reads on from the last timestamp', async () => {
    const result = await follow([
      { lines: [a, b], breaks: true },
      { lines: [b, c], breaks: true },
      { lines: [b, c, d] },
      { lines: [d], ended: true },
    ]);
    expect(result).toEqual({
      lines: ['a', 'b', 'c', 'd 1 2'],
      end: 'complete',
      breaks: 2,
      since: [undefined, stamp(2), stamp(2, 7), stamp(3)],
    });
  });

  it('counts lines of one timestamp', async () => {
    const same = ['x', 'y', 'z'].map((text) => `${stamp(5)} ${text}`);
    const { lines } = await follow([
      { lines: same.slice(0, 2), breaks: true },
      { lines: same.slice(0, 1), breaks: true },
      { lines: [...same, `${stamp(6)} end`], ended: true },
    ]);
    expect(lines).toEqual(['x', 'y', 'z', 'end']);
  });

  it('does not take an ended stream for the end of the log', async () => {
    const { lines, end } = await follow([{ lines: [a] }, { lines: [a, b] }, { lines: [b], ended: true }]);
    expect([lines, end]).toEqual([['a', 'b'], 'complete']);
  });

  it('does not take a broken stream for the end, even of an ended container', async () => {
    const { lines } = await follow([
      { lines: [a], ended: true, breaks: true },
      { lines: [a, b], ended: true },
    ]);
    expect(lines).toEqual(['a', 'b']);
  });

  it('ends with its pod', async () => {
    const { lines, end } = await follow([
      { lines: [a], breaks: true },
      { lines: [], ended: 'gone' },
    ]);
    expect([lines, end]).toEqual([['a'], 'gone']);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const log = source([{ lines: [a] }, { lines: [] }, { lines: [] }]);
    const following = followLog(log, () => stop.abort(new Error('stop')), { pause: 60_000, signal: stop.signal });
    await expect(following).rejects.toThrow();
  });
});
