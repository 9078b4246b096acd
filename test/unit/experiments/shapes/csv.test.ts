import { readPoints } from '../../../../experiments/shapes/csv';

describe('a recorded load', () => {
  it('is read with and without header, comments and dates', () => {
    expect(readPoints('time,rate\n# a comment\n0,1.5\n\n60,3\n')).toEqual([
      [0, 1.5],
      [60, 3],
    ]);
    expect(readPoints('0,1\r\n1,2')).toEqual([
      [0, 1],
      [1, 2],
    ]);
    // 1970-01-02 is 86,400 s after the epoch.
    expect(readPoints('1970-01-02T00:00:00Z,4\n"1970-01-02T00:01:00Z",5')).toEqual([
      [86_400, 4],
      [86_460, 5],
    ]);
  });

  it.each(['1', '1,2,3', '1,x', '1,', ',1'])('is refused with its line: %s', (line) => {
    expect(() => readPoints(`0,1\n${line}`)).toThrow(`line 2 is ${JSON.stringify(line)}`);
  });
});
