import { agentSpec, poolOf } from '../../../../embedded/agent/settings';

it('needs but a bound', () => {
  const settings = agentSpec.parse({ maxNodes: 2 });
  expect(settings).toEqual({ maxNodes: 2, pools: {} });
  expect(poolOf(settings, 'any')).toEqual({ delay: 0, failures: {}, seed: 1 });
});

it('is the same after it was written down and read again', () => {
  const settings = agentSpec.parse({
    maxNodes: 2,
    pools: { spot: { delay: { mean: 35, sd: 3 }, failures: { interrupted: { share: 0.5, after: 10 } } } },
  });
  expect(agentSpec.parse(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
});

it.each([
  [{ maxNodes: 61 }, 'maxNodes'],
  [{ maxNodes: 1, pools: { a: { delay: { min: 2, max: 1 } } } }, 'delay'],
  [{ maxNodes: 1, pools: { a: { failures: { never: { share: 0.6 }, dies: { share: 0.5, after: 1 } } } } }, 'failures'],
  [{ maxNodes: 1, other: 1 }, 'other'],
])('refuses %j', (value, key) => {
  expect(JSON.stringify(agentSpec.safeParse(value).error?.issues)).toContain(key);
});
