import { pbkdf2Sync } from 'node:crypto';
import { Abandoned } from '../../../../apps/sample/turns';
import { Worker } from '../../../../apps/sample/work';

const ROUNDS = 20_000;

test('the work is the given number of rounds', async () => {
  const expected = pbkdf2Sync('work', 'salt', 1234, 32, 'sha256').toString('hex');
  await expect(new Worker(1).run(1234)).resolves.toBe(expected);
});

test('requests are worked on in the order they came, one at a time', async () => {
  const worker = new Worker(1);
  const order: string[] = [];
  const runs = ['first', 'second', 'third'].map((name) => worker.run(ROUNDS).then(() => order.push(name)));
  expect(worker.waiting).toBe(2);
  await Promise.all(runs);
  expect(order).toEqual(['first', 'second', 'third']);
  expect(worker.waiting).toBe(0);
});

test('concurrency is how many are worked on together', () => {
  const worker = new Worker(2);
  const runs = [worker.run(ROUNDS), worker.run(ROUNDS), worker.run(ROUNDS)];
  expect(worker.waiting).toBe(1);
  return Promise.all(runs);
});

test('who goes away leaves the queue and holds nobody up', async () => {
  const worker = new Worker(1);
  const gone = new AbortController();
  const first = worker.run(ROUNDS);
  const second = worker.run(ROUNDS, gone.signal);
  const third = worker.run(ROUNDS);
  gone.abort();
  expect(worker.waiting).toBe(1);
  await expect(second).rejects.toThrow(Abandoned);
  await Promise.all([first, third]);
  await expect(worker.run(ROUNDS, gone.signal)).rejects.toThrow(Abandoned);
});
