import type { Entry, Happening } from '../../../../embedded/agent/journal';
import { advance, progress, type Marks } from '../../../../embedded/agent/progress';
import { wanted } from './made';

const time = '2026-11-24T01:00:00.000Z';
const after = (...events: Happening[]): Marks =>
  events.map((event): Entry => ({ time, event, node: 'a', uid: 'uid-a' })).reduce(advance, new Map() as Marks);
const events = (marks: Marks, more: Parameters<typeof wanted>[1] = {}): string[] =>
  progress(marks, [wanted('a', { pods: 0, ...more })], time).map(({ event }) => event);

it('is what the journal does not say yet', () => {
  expect(events(after())).toEqual([]);
  expect(events(after('claimed'), { registered: true, pods: 2 })).toEqual(['registered', 'occupied']);
  expect(events(after('registered', 'occupied'), { registered: true, ready: true, pods: 2 })).toEqual(['ready']);
  expect(events(after('registered', 'ready'), { registered: true, deleting: true })).toEqual(['deleting']);
});

it('says each time that a node becomes empty or not', () => {
  expect(events(after('occupied'), { pods: 1 })).toEqual([]);
  expect(events(after('occupied'))).toEqual(['empty']);
  expect(events(after('occupied', 'empty'), { pods: 1 })).toEqual(['occupied']);
});

it('says that a Node is gone, once, also after an agent that was killed', () => {
  const marks = after('claimed', 'ready');
  const gone = progress(marks, [], time);
  expect(gone).toEqual([{ time, event: 'gone', node: 'a', uid: 'uid-a' }]);
  const then = gone.reduce(advance, marks);
  expect(progress(then, [], time)).toEqual([]);
  // Its machine goes after it.
  expect(progress(advance(then, { time, event: 'removed', node: 'a', uid: 'uid-a' }), [], time)).toEqual([]);
});

it('tells Nodes of one name apart', () => {
  expect(
    progress(after('claimed', 'registered'), [wanted('a', { uid: 'new', registered: true, pods: 0 })], time),
  ).toEqual([
    { time, event: 'registered', node: 'a', uid: 'new' },
    { time, event: 'gone', node: 'a', uid: 'uid-a' },
  ]);
});
