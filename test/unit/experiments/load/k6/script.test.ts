/** What the script does with a plan, in a k6 and a time that are not real. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { planOf, type Plan } from '../../../../../experiments/load/k6/plan';
import type { LoadSpec } from '../../../../../experiments/types';
import { projectDir } from '../../../../../toolchain/paths';
import { spec, target } from './fixtures';

const START = 1_000_000;
/** ms that an answer takes. */
const TOOK = 100;

interface Sent {
  readonly path: string;
  readonly at: number;
}

/** One virtual user of the script; `iterate` plays its next iterations, which are the n-th ones of the test. */
function user(plan: Plan, idInTest: number) {
  let now = START;
  const sent: Sent[] = [];
  const lines: string[] = [];
  const scenario = { startTime: START, iterationInTest: 0, iterationInInstance: 1 };
  const vu = { idInTest, iterationInScenario: 0 };
  const text = readFileSync(join(projectDir, 'experiments/load/k6/script.js'), 'utf8')
    .replace(/^import .*$/gm, '')
    .replace('export default function', 'return function')
    .replace(/^export /gm, '');
  // Functions stand before the `return` that the default one has become; what has a value must, too.
  const [before, after] = [text.slice(0, text.indexOf('return function')), text.slice(text.indexOf('return function'))];
  const main = /^return function \(\) \{[^]*?\n\}\n/.exec(after)![0];
  const globals = {
    open: () => JSON.stringify(plan),
    http: {
      request: (_: string, url: string) => {
        sent.push({ path: new URL(url).pathname, at: now - START });
        now += TOOK;
        return { timings: { duration: TOOK }, status: 200, error_code: 0 };
      },
    },
    sleep: (seconds: number) => void (now += seconds * 1000),
    console: { log: (line: string) => void lines.push(line) },
    Date: { now: () => now },
    ...{ scenario, vu, test: {}, SharedArray: Array },
  };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const script = new Function(...Object.keys(globals), `${before}${after.slice(main.length)}${main}`) as (
    ...values: unknown[]
  ) => () => void;
  const iteration = script(...Object.values(globals));
  return {
    sent,
    lines,
    iterate(...numbers: number[]) {
      for (const n of numbers) {
        scenario.iterationInTest = n;
        iteration();
        vu.iterationInScenario++;
      }
    },
  };
}

const plan = (load: Partial<LoadSpec>): Plan => planOf(spec({ path: undefined, ...load }), target, 0, null);
const paths = (sent: readonly Sent[]): string => sent.map(({ path }) => path).join(' ');
const journeys = [
  { name: 'buy', steps: [{ path: '/browse', thinkTime: 3 }, { path: '/cart' }, { path: '/checkout' }] },
];

test('a request an iteration, of a path or of a mix in its order', () => {
  const one = user(plan({ path: '/heavywork' }), 1);
  one.iterate(0, 1);
  expect(one.sent).toEqual([
    { path: '/heavywork', at: 0 },
    { path: '/heavywork', at: TOOK },
  ]);
  expect(one.lines[0]).toBe(`R 0 ${START + TOOK} ${TOOK} 100.000 200 0 0 0.0`);
  const mix = plan({ requests: [{ path: '/a' }, { path: '/b' }] });
  const mixed = user(mix, 1);
  mixed.iterate(0, 1, 2, 3);
  expect(paths(mixed.sent)).toBe([...mix.order.slice(0, 4)].map((digit) => ['/a', '/b'][Number(digit)]).join(' '));
});

test('a journey an iteration in the open loop, with its think times, and no step after the end of the load', () => {
  const open = user(plan({ journeys, thinkTime: 2 }), 1);
  open.iterate(7);
  expect(open.sent).toEqual([
    { path: '/browse', at: 0 },
    { path: '/cart', at: 3100 },
    { path: '/checkout', at: 5200 },
  ]);
  // The number of the journey; kinds are the steps.
  expect(open.lines.map((line) => line.split(' ').filter((_, i) => [1, 7].includes(i)))).toEqual([
    ['7', '0'],
    ['7', '1'],
    ['7', '2'],
  ]);
  // The load is 30 s long.
  const slow = user(plan({ journeys, thinkTime: 29 }), 1);
  slow.iterate(0);
  expect(paths(slow.sent)).toBe('/browse /cart');
});

test('a step an iteration in the closed loop: each user goes on with its journey, then begins another', () => {
  const closed = user(plan({ journeys, model: 'users', thinkTime: 2 }), 2);
  closed.iterate(10, 12, 17, 20);
  // The first step is spread over the time that a user thinks: 2 x 0.618034 is 1 and 0.236068.
  const first = 0.236068 * 2000;
  const at = closed.sent.map((one) => Math.round(one.at - first));
  expect([paths(closed.sent), at]).toEqual(['/browse /cart /checkout /browse', [0, 3100, 5200, 7300]]);
  expect(closed.lines.map((line) => Number(line.split(' ')[1]))).toEqual([10, 12, 17, 20]);
});

test('users of a closed loop begin journeys by their weights', () => {
  const shares = [
    { name: 'a', weight: 3, steps: [{ path: '/a' }] },
    { name: 'b', steps: [{ path: '/b' }] },
  ];
  const weighted = plan({ journeys: shares, model: 'users', thinkTime: 0 });
  expect([...weighted.order].filter((digit) => digit === '1')).toHaveLength(250);
  const all = [1, 2, 3, 4].flatMap((id) => {
    const one = user(weighted, id);
    one.iterate(...Array.from({ length: 250 }, (_, n) => n));
    return one.sent;
  });
  // A sample of the order, each from another place: a quarter, more or less.
  const share = all.filter(({ path }) => path === '/b').length / all.length;
  expect(Math.abs(share - 0.25)).toBeLessThan(0.05);
});
