import { summaryOf } from '../../../../../experiments/report/charts/values';

describe('summaryOf', () => {
  it('leaves unknown values out', () => expect(summaryOf([null, 2, 4, null])).toEqual({ mean: 3, max: 4 }));
  it('of nothing is nothing', () => expect(summaryOf([null])).toBeNull());
});
