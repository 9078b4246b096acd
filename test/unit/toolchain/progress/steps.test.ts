import { said } from '../../../../toolchain/progress/steps';
import { recorded } from '../scratch';

test('steps are told at once, counts of the same step are left to the clock, and the end is told', async () => {
  const options = recorded();
  const result = await said('etcd', options, (report) => {
    report('downloading');
    report('unpacking', 0.1);
    report('unpacking', 0.2);
    return Promise.resolve('done');
  });
  expect(result).toBe('done');
  expect(options.messages).toEqual(['etcd: downloading', 'etcd: unpacking, 10 %', 'etcd: ready after 0.0 s']);
});

test('work that fails is not called ready', async () => {
  const options = recorded();
  await expect(said('etcd', options, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(options.messages).toEqual([]);
});
