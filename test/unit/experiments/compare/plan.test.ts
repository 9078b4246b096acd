import { makePlan, planSchema } from '../../../../experiments/compare/plan';

const asked = {
  id: '20261123-120000',
  stack: 'dev',
  createdAt: '2026-11-23T12:00:00.000Z',
  seed: 7,
  variants: ['fixed', 'hpa-cpu', 'keda-cpu'],
  loads: { default: { preset: 'default' }, smoke: { preset: 'smoke' } },
  repeats: 4,
};

it('has for each repetition one block of each load, with each variant once', () => {
  const { runs } = makePlan(asked);
  expect(runs.map(({ index }) => index)).toEqual([...Array(24).keys()]);
  expect(new Set(runs.map(({ block }) => block)).size).toBe(8);
  for (let index = 0; index < 8; index++) {
    const block = runs.filter((run) => run.block === index);
    expect(block.map(({ variant }) => variant).toSorted()).toEqual(asked.variants);
    expect(new Set(block.map(({ load }) => load)).size).toBe(1);
  }
  for (const load of ['default', 'smoke']) expect(runs.filter((run) => run.load === load)).toHaveLength(12);
});

it('is the same for the same seed, another for another, and can be read again', () => {
  expect(makePlan(asked)).toEqual(makePlan(asked));
  expect(makePlan({ ...asked, seed: 8 }).runs).not.toEqual(makePlan(asked).runs);
  expect(planSchema.parse(JSON.parse(JSON.stringify(makePlan(asked))))).toEqual(makePlan(asked));
});
