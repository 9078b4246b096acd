import { bottleneck } from '../../../../experiments/bottleneck/analyse';
import { confirmation } from '../../../../experiments/bottleneck/confirmation';
import { bottleneckPage } from '../../../../experiments/bottleneck/page';
import { layout } from '../../../../experiments/bottleneck/layout';
import { bottleneckText, callTree } from '../../../../experiments/bottleneck/text';
import { CHAIN, level, node, service } from './levels';

const top = level(40, {
  a: service({ rate: 40, work: 4, downstreamWait: 96, cpuOfLimit: 0.35 }, { b: [40, 96] }),
  b: service(
    { rate: 40, workWait: 76, work: 16, downstreamWait: 4, cpuOfLimit: 0.99, queue: 3.04, throttled: 0.4 },
    { c: [40, 4] },
  ),
  c: service({ rate: 40, work: 4, cpuOfLimit: 0.2 }),
});
const found = bottleneck([top], CHAIN);

test('a table, and the calls as a tree', () => {
  const lines = bottleneckText(found, [top], CHAIN).split('\n');
  expect(lines[0]).toBe('Scale first: b');
  expect(lines).toContain('Service  Used  of its  Latency  Share  Waiting  Throttled  Replicas  Good for');
  expect(lines).toContain('b        99 %     CPU    92 ms   92 %      3.0       40 %         1      40/s');
  expect(lines).toEqual(
    expect.arrayContaining([
      'a  35 % used, 4 ms  *',
      '└─ b  99 % used, 92 ms  <== bottleneck',
      '   └─ c  20 % used, 4 ms  *',
    ]),
  );
  expect(lines.at(-1)).toBe('40/s   100 ms  35 %  99 %  20 %');
});

test('a service that several call is unfolded once', () => {
  const graph = [node('a', ['b', 'c']), node('b', ['c']), node('c', ['d']), node('d')];
  expect(callTree({ ...found, service: null, ranking: [], criticalPath: [] }, graph)).toEqual([
    'a',
    '├─ b',
    '│  └─ c',
    '│     └─ d',
    '└─ c  (above)',
  ]);
  // In the picture it stands right of all that call it.
  const { boxes, edges, height } = layout(graph);
  expect(boxes.map(({ name, x }) => [name, x])).toEqual([
    ['a', 0],
    ['b', 310],
    ['c', 620],
    ['d', 930],
  ]);
  // a calls c past the column of b: below it.
  expect(edges.map(({ from, to, label: [, y] }) => [from, to, y > 80])).toEqual([
    ['a', 'b', false],
    ['a', 'c', true],
    ['b', 'c', false],
    ['c', 'd', false],
  ]);
  expect(height).toBe(102);
});

test('the page has the finding and the graph, and needs nothing from elsewhere', () => {
  const page = bottleneckPage({ stack: '<dev>', id: 'run-1' }, found, [top], CHAIN);
  expect(page).toContain('<h1>Scale first: b</h1>');
  expect(page).toContain('Run run-1 of stack &lt;dev&gt;');
  expect(page).toContain('▶ b');
  expect(page).toMatch(/class="edge critical">\s*<title>a calls b: 40\/s, 0 % failed, mean 96 ms</);
  expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
  expect(page).not.toContain('style=');
  expect(bottleneckPage({ stack: 'dev', id: 'x' }, bottleneck([], CHAIN), [], CHAIN)).toContain('is not known');
});

test('one replica more has helped where the latency falls or more is answered', () => {
  const after = (latency: number, rate: number) =>
    confirmation(found, top, found, level(40, { a: service({ rate, latencyMean: latency }) }), 'a');
  expect(after(80, 40)).toEqual({
    confirmed: true,
    text: 'Confirmed: with one replica more of b the latency at 40/s is 80 ms instead of 100 ms, and 40/s are answered instead of 40/s.',
  });
  expect(after(81, 40).confirmed).toBe(false);
  expect(after(100, 44).confirmed).toBe(true);
  expect(confirmation(found, top, found, undefined, 'a').confirmed).toBeNull();
});
