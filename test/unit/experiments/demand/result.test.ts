import { demandSchema } from '../../../../experiments/demand/curve';
import { demandPage } from '../../../../experiments/demand/page';
import type { DemandPlan } from '../../../../experiments/demand/plan';
import { demandResult, demandText } from '../../../../experiments/demand/result';
import type { Capacity } from '../../../../experiments/demand/search';
import type { Measurement } from '../../../../experiments/demand/store';

const plan: DemandPlan = {
  schema: 'autoscaling-testbed/demand-plan/v1',
  from: 1,
  to: 4,
  slos: [
    { sli: 'latencyP95', max: 500 },
    { sli: 'availability', min: 0.99 },
  ],
  maxRate: 100,
  repeats: 3,
  resolution: 0.05,
  duration: 15,
  settle: 3,
  load: {},
  pods: 'abc',
};
const capacities: Capacity[] = [
  { replicas: 1, rate: null, low: 0, high: 10, note: 'not even 10/s keeps the objectives' },
  { replicas: 2, rate: 80, low: 72.5, high: 84.5 },
  { replicas: 3, rate: 78, low: 78, high: 82 },
  { replicas: 4, rate: 100, low: 100, high: null, note: '100/s, the highest rate that may be tried, is kept' },
];
const kept: Measurement[] = [
  {
    at: '2026-11-23T08:00:00.000Z',
    replicas: 2,
    rates: [80, 160],
    outcomes: [
      {
        rate: 80,
        verdict: 'pass',
        due: 1200,
        answered: 1200,
        served: 1200,
        slis: { latencyP95: 431.5, availability: 1 },
      },
      {
        rate: 160,
        verdict: 'fail',
        due: 2400,
        answered: 2300,
        served: 900,
        slis: { latencyP95: null, availability: 0.375 },
      },
    ],
  },
];
const result = demandResult({ id: '1', plan, kept }, capacities, {
  stack: 'dev',
  workload: { namespace: 'app', deployment: 'sample' },
  finishedAt: '2026-11-23T08:00:00.000Z',
});

it('has the numbers of replicas that keep the objectives at all, as experiment.demand takes them', () => {
  expect(demandSchema.parse(JSON.parse(JSON.stringify(result))).curve).toEqual([
    { replicas: 2, rate: 80, low: 72.5, high: 84.5 },
    { replicas: 3, rate: 78, low: 78, high: 82 },
    { replicas: 4, rate: 100, low: 100, high: null },
  ]);
  expect(result.measurements).toBe(2);
});

it('says what is not known, and what is odd', () => {
  expect(result.notes).toEqual([
    '1 replica: not even 10/s keeps the objectives.',
    '4 replicas: 100/s, the highest rate that may be tried, is kept.',
    '3 replicas serve 78/s, less than 2 (80/s).',
  ]);
});

it('as text is a table with what was asked', () => {
  expect(demandText(result).split('\n').slice(0, 6)).toEqual([
    'replicas  highest rate        interval  a replica',
    '       2          80/s    72.5 to 84.5       40/s',
    '       3          78/s        78 to 82       26/s',
    '       4         100/s  100 to unknown       25/s',
    '',
    'Kept: latencyP95 at most 500 ms, availability at least 99 %. Each rate was measured for 15 s, up to 3 times, and the majority decides: 2 measurements.',
  ]);
});

it('as a page has the curve, every measurement and no script', () => {
  const page = demandPage(result, kept);
  expect(page).toContain('2 replicas: 80/s, interval 72.5 to 84.5');
  expect(page).toMatch(/<title>160\/s missed<\/title>|no answer/);
  expect(page.match(/class="median"/g)).toHaveLength(3);
  expect(page).not.toContain('<script');
  expect(page).toContain('data-replicas="3"');
});

it('as a page of nothing says so', () => {
  expect(demandPage({ ...result, curve: [] }, [])).toContain('No rate was kept.');
});
