import { isClosed, levelUnit, requestsOf, thinkTimeOf } from '../../../../experiments/load/spec';

it('a closed loop counts virtual users, which think for a second unless it is said', () => {
  expect([isClosed({ model: 'users' }), levelUnit({ model: 'users' })]).toEqual([true, ' users']);
  expect([isClosed({}), levelUnit({ model: 'arrivals' })]).toEqual([false, '/s']);
  expect([thinkTimeOf({}), thinkTimeOf({ thinkTime: 2 })]).toEqual([1, 2]);
});

it('what is requested has its defaults', () => {
  const requests = [{ path: '/heavywork' }, { path: '/order', weight: 4, method: 'POST', body: '{}' }] as const;
  expect(requestsOf({ requests })).toEqual([
    { path: '/heavywork', weight: 1, method: 'GET', headers: {} },
    { path: '/order', weight: 4, method: 'POST', headers: {}, body: '{}' },
  ]);
  expect(requestsOf({ path: '/x' })).toEqual([{ path: '/x', weight: 1, method: 'GET', headers: {} }]);
});
