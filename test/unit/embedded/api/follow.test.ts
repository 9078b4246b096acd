import { follow } from '../../../../embedded/api/follow';
import { FakeCluster, until } from './cluster';

let cluster: FakeCluster;
let known: string[][];
let errors: string[];
let stop: AbortController;
let done: Promise<void>;

const node = (name: string): { metadata: { name: string } } => ({ metadata: { name } });

beforeEach(() => {
  cluster = new FakeCluster();
  known = [];
  errors = [];
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await done;
});

function begin(): void {
  done = follow(cluster.api, '/api/v1/nodes', {
    signal: stop.signal,
    onChange: (objects) =>
      known.push((objects as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name)),
    onError: ({ message }) => errors.push(message),
  });
}
const watching = (times: number): Promise<void> =>
  until(() => cluster.calls.filter((call) => call.startsWith('watch')).length === times);

it('lists, then watches from there, and tells of each change', async () => {
  cluster.put('nodes', node('a'));
  begin();
  await watching(1);
  expect(cluster.calls).toEqual([
    'list /api/v1/nodes',
    'watch /api/v1/nodes?watch=true&resourceVersion=1&timeoutSeconds=240',
  ]);
  cluster.put('nodes', node('b'));
  cluster.put('nodes', node('a'));
  cluster.remove('nodes', 'a');
  expect(known).toEqual([['a'], ['a', 'b'], ['a', 'b'], ['b']]);
  expect(errors).toEqual([]);
});

it('lists anew when the watch ends, without a word or with an error', async () => {
  begin();
  await watching(1);
  cluster.end('nodes');
  await watching(2);
  expect(errors).toEqual([]);
  cluster.end('nodes', new Error('socket hang up'));
  await watching(3);
  expect(errors).toEqual(['socket hang up']);
  // 410 Gone: the version is too old to go on from.
  cluster.say('nodes', '{"type":"ERROR","object":{"kind":"Status","code":410}}');
  await watching(4);
  expect(errors).toHaveLength(2);
});

it('tries again when the list fails', async () => {
  cluster.failure = new Error('connect ECONNREFUSED');
  begin();
  await watching(1);
  expect(errors).toEqual(['connect ECONNREFUSED']);
  expect(known).toEqual([[]]);
});
