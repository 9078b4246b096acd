import { Column } from '../../../../experiments/load/columns';

describe('Column', () => {
  it('grows, and gives a copy of what is in it', () => {
    const column = new Column((length) => new Float64Array(length));
    for (let i = 0; i < 5000; i++) column.push(i / 2);
    const copy = column.toArray();
    column.push(-1);
    expect(copy.length).toBe(5000);
    expect([copy[0], copy[1023], copy[1024], copy[4999]]).toEqual([0, 511.5, 512, 2499.5]);
    expect(column.length).toBe(5001);
    expect(column.at(5001)).toBeNaN();
  });
});
