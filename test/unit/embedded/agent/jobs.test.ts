import { setImmediate as turn } from 'node:timers/promises';

import { Jobs } from '../../../../embedded/agent/jobs';

const failures: string[] = [];
let now: number;
let ends: number;
let jobs: Jobs;
beforeEach(() => {
  failures.length = 0;
  now = 0;
  ends = 0;
  jobs = new Jobs(
    () => ends++,
    (index, job, error) => failures.push(`${job} ${index}: ${error.message}`),
    () => now,
  );
});

/** Work that ends when it is cut off. */
const endless = (signal: AbortSignal): Promise<void> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
const settled = async (): Promise<void> => {
  for (let count = 0; count < 5; count++) await turn();
};

it('knows what is being done, until it has ended', async () => {
  jobs.start(61, 'launch', () => Promise.resolve());
  expect([jobs.busy(61), jobs.busy(62)]).toEqual(['launch', undefined]);
  await settled();
  expect([jobs.busy(61), ends]).toEqual([undefined, 1]);
});

it('cuts off what is being done for what is to be done instead, and begins when it has ended', async () => {
  const order: string[] = [];
  jobs.start(61, 'launch', (signal) => endless(signal).finally(() => order.push('launch ended')));
  await settled();
  jobs.start(61, 'remove', () => {
    order.push('remove');
    return Promise.resolve();
  });
  expect(jobs.busy(61)).toBe('remove');
  await settled();
  expect(order).toEqual(['launch ended', 'remove']);
  expect([jobs.busy(61), jobs.retry(61), failures]).toEqual([undefined, undefined, []]);
});

it('waits longer after each failure, 30 s at most, and forgets them with a success', async () => {
  const waits: number[] = [];
  const fail = (): Promise<void> => Promise.reject(new Error('no'));
  for (let count = 0; count < 7; count++) {
    jobs.start(61, 'launch', fail);
    await settled();
    waits.push((jobs.retry(61)?.at ?? NaN) - now);
  }
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  expect(failures[0]).toBe('launch 61: no');
  jobs.start(61, 'remove', fail);
  await settled();
  expect(jobs.retry(61)).toMatchObject({ job: 'remove', at: 1_000 });
  jobs.start(61, 'remove', () => Promise.resolve());
  await settled();
  expect(jobs.retry(61)).toBeUndefined();
});
