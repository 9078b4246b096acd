import { KubeError, type Kube, type Query } from '../../../../experiments/kube';
import type { KubeObject } from '../../../../experiments/record/objects';
import { watch } from '../../../../experiments/record/watch';
import type { Gap } from '../../../../experiments/types';

interface Thing extends KubeObject {
  readonly value?: number;
}
const thing = (uid: string, resourceVersion: string, value = 0): Thing => ({
  metadata: { name: uid, uid, resourceVersion, creationTimestamp: '' },
  value,
});
const line = (type: string, object: object): string => JSON.stringify({ type, object });

/** One answer to a list (items) or a watch (lines; then it breaks, ends, or stays open). */
type Answer =
  { list: Thing[]; version: string } | { lines: string[]; then?: 'break' | 'end' } | { fail: Error; wait?: number };

function run(answers: Answer[]) {
  const stop = new AbortController();
  const changes: string[] = [];
  const gaps: Gap[] = [];
  const asked: Query[] = [];
  const next = async (query: Query | undefined) => {
    asked.push(query ?? {});
    const answer = answers.shift();
    if (!answer) {
      stop.abort();
      throw new Error('stopped');
    }
    if (!('fail' in answer)) return answer;
    if (answer.wait) await new Promise((resolve) => setTimeout(resolve, answer.wait));
    throw answer.fail;
  };
  const kube = {
    call: async (_method: string, _path: string, options: { query?: Query }) => {
      const answer = (await next(options.query)) as { list: Thing[]; version: string };
      return { items: answer.list, metadata: { resourceVersion: answer.version } };
    },
    lines: async (_path: string, query: Query) => {
      const answer = (await next(query)) as { lines: string[]; then?: 'break' | 'end' };
      // eslint-disable-next-line @typescript-eslint/require-await
      return (async function* () {
        yield* answer.lines;
        if (answer.then === 'break') throw new Error('socket hang up');
      })();
    },
  } as unknown as Kube;
  const sink = {
    change: (change: string, object: Thing) => void changes.push(`${change} ${object.metadata.uid} ${object.value}`),
    gap: (gap: Gap) => void gaps.push(gap),
  };
  return {
    done: watch<Thing>(kube, { name: 'things', path: '/things' }, sink, stop.signal).then(({ done }) => done),
    changes,
    gaps,
    asked,
  };
}

describe('a watch', () => {
  it('lists, follows, and goes on from the last version after a break', async () => {
    const { done, changes, gaps, asked } = run([
      { list: [thing('a', '1')], version: '5' },
      { lines: [line('ADDED', thing('b', '6')), line('BOOKMARK', thing('', '9'))], then: 'break' },
      { lines: [line('MODIFIED', thing('b', '10', 1)), line('DELETED', thing('a', '11'))] },
    ]);
    await done;
    expect(changes).toEqual(['INITIAL a 0', 'ADDED b 0', 'MODIFIED b 1', 'DELETED a 0']);
    expect(asked.map(({ resourceVersion }) => resourceVersion)).toEqual([undefined, '5', '9', '11']);
    // Both breaks were mended at once: nothing could be missed.
    expect(gaps).toEqual([]);
  });

  it('tells a break of over a second as a gap', async () => {
    const { done, gaps } = run([
      { list: [], version: '5' },
      { lines: [], then: 'break' },
      { fail: new Error('connect ECONNREFUSED'), wait: 1100 },
      { lines: [] },
    ]);
    await done;
    expect(gaps).toHaveLength(1);
    expect(gaps[0]).toMatchObject({ source: 'things', message: 'connect ECONNREFUSED' });
    expect(gaps[0]!.to - gaps[0]!.from).toBeGreaterThan(1000);
  });

  it.each([
    ['as an answer', { fail: new KubeError(410, 'too old') }],
    ['as an event', { lines: [line('ERROR', { kind: 'Status', code: 410, message: 'too old' })] }],
  ])('lists again when the version is too old (%s), and tells the gap', async (_, tooOld) => {
    const { done, changes, gaps } = run([
      { list: [thing('a', '1'), thing('b', '2'), thing('c', '3')], version: '5' },
      tooOld,
      { list: [thing('a', '1'), thing('b', '7', 1), thing('d', '8')], version: '9' },
      { lines: [] },
    ]);
    await done;
    expect(changes.slice(3)).toEqual(['MODIFIED b 1', 'ADDED d 0', 'DELETED c 0']);
    expect(gaps).toHaveLength(1);
  });
});
