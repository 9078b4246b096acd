import { paretoFront } from '../../../../experiments/compare/pareto';

const choice = (name: string, cost: number, burden: number) => ({ name, cost, burden });

it('keeps what no other beats, in order of cost', () => {
  const front = paretoFront([
    choice('dear', 9, 1),
    choice('beaten', 6, 5),
    choice('middle', 5, 5),
    choice('as good for more', 7, 5),
    choice('cheap', 1, 9),
  ]);
  expect(front.map(({ name }) => name)).toEqual(['cheap', 'middle', 'dear']);
});

it('keeps those that are alike', () => {
  expect(paretoFront([choice('a', 1, 1), choice('b', 1, 1)])).toHaveLength(2);
  expect(paretoFront([])).toEqual([]);
});
