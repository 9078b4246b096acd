import fc from 'fast-check';
import { mixOrder } from '../../../../experiments/load/mix';

const counts = (order: readonly number[], length: number): number[] =>
  Array.from({ length }, (_, index) => order.filter((one) => one === index).length);

describe('the order of a mix', () => {
  it('has the weights, in an order that its seed tells', () => {
    const order = mixOrder([{ weight: 3 }, { weight: 1 }], 1);
    expect(counts(order, 2)).toEqual([750, 250]);
    expect(mixOrder([{ weight: 3 }, { weight: 1 }], 1)).toEqual(order);
    expect(mixOrder([{ weight: 3 }, { weight: 1 }], 2)).not.toEqual(order);
    // Not one after the other: of the first hundred some 25 are the second.
    const early = counts(order.slice(0, 100), 2)[1]!;
    expect([early > 10, early < 45]).toEqual([true, true]);
  });

  it('gives what is left of thirds to the largest remainder, the first of equals', () => {
    expect(counts(mixOrder([{ weight: 1 }, { weight: 1 }, { weight: 1 }], 1), 3)).toEqual([334, 333, 333]);
  });

  it('is within one of each weight', () => {
    const weights = fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 36 });
    fc.assert(
      fc.property(weights, (list) => {
        const order = mixOrder(
          list.map((weight) => ({ weight })),
          1,
        );
        const total = list.reduce((sum, weight) => sum + weight, 0);
        expect(order).toHaveLength(1000);
        counts(order, list.length).forEach((count, i) =>
          expect(Math.abs(count - (1000 * list[i]!) / total)).toBeLessThan(1),
        );
      }),
    );
  });

  it('of one request is that request', () => {
    expect(mixOrder([{ weight: 2 }], 1)).toEqual([0]);
  });
});
