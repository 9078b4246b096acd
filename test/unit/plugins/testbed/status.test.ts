import { thinned } from '../../../../plugins/testbed/status';

function given(wanted: string | undefined): number[] {
  const lines: string[] = [];
  const take = thinned(wanted, (line) => lines.push(line));
  for (let second = 0; second < 25; second++) take(String(second));
  return lines.map(Number);
}

describe('thinned', () => {
  it('gives on a line every ten seconds, or as often as it is asked to', () => {
    expect(given(undefined)).toEqual([0, 10, 20]);
    expect(given('12')).toEqual([0, 12, 24]);
    expect(given('1')).toHaveLength(25);
  });

  it.each(['', '0', '-1', 'often'])('takes %j for nothing said', (wanted) => {
    expect(given(wanted)).toEqual([0, 10, 20]);
  });
});
