import { limiter } from '../../../../toolchain/cache/limiter';

test('no more than two at a time, in the order they came, a failure included', async () => {
  const limited = limiter(2);
  const log: string[] = [];
  let running = 0;
  let most = 0;
  const work = (name: string) => async (): Promise<void> => {
    most = Math.max(most, ++running);
    log.push(name);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    if (name === 'b') throw new Error('b failed');
  };
  const results = await Promise.allSettled(['a', 'b', 'c', 'd'].map((name) => limited(work(name))));
  expect(most).toBe(2);
  expect(log).toEqual(['a', 'b', 'c', 'd']);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
});
