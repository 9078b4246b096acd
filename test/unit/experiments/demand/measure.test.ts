import { spansOf, stagesOf, upToFirst } from '../../../../experiments/demand/measure';
import type { Outcome } from '../../../../experiments/demand/outcome';

const times = { duration: 10, settle: 3 };
const outcome = (rate: number, verdict: Outcome['verdict']): Outcome => ({
  ...{ rate, verdict, due: 1, answered: 1, served: 1, slis: {} },
});

it('plays each rate for the time that it is given to settle, and then for as long as it is measured', () => {
  expect(stagesOf([20, 40], 0, times)).toEqual([
    { rate: 20, duration: 13 },
    { rate: 40, duration: 13 },
  ]);
  expect(spansOf([20, 40], 1_000_000, 0, times)).toEqual([
    { rate: 20, from: 1_003_000, to: 1_013_000 },
    { rate: 40, from: 1_016_000, to: 1_026_000 },
  ]);
});

it('warms new replicas up at half the first rate', () => {
  expect(stagesOf([20], 5, times)[0]).toEqual({ rate: 10, duration: 5 });
  expect(spansOf([20], 0, 5, times)).toEqual([{ rate: 20, from: 8000, to: 18_000 }]);
});

it('answers up to the first rate that is not kept', () => {
  const all = [outcome(10, 'pass'), outcome(20, 'fail'), outcome(40, 'fail')];
  expect(upToFirst(all, undefined)).toEqual(all.slice(0, 2));
  expect(upToFirst(all.slice(0, 1), undefined)).toEqual(all.slice(0, 1));
  // It was seen to be missed while the load went on, which was ended then.
  expect(upToFirst(all, 0)).toEqual(all.slice(0, 1));
});
