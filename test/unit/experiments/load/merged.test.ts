import { parseLine } from '../../../../experiments/load/k6/parse';
import { LoadOutput } from '../../../../experiments/load/merged';
import { summariesOf, summaryValue } from '../../../../experiments/load/summary';

function outputOf(parts: Readonly<Record<string, readonly string[]>>): LoadOutput {
  const output = new LoadOutput();
  for (const [name, lines] of Object.entries(parts)) lines.forEach((line) => parseLine(line, output.part(name)));
  return output;
}
const summary = (count: number, dropped: number, max: number): string =>
  `K6SUMMARY ${JSON.stringify({
    metrics: {
      http_reqs: { values: { count } },
      dropped_iterations: { values: { count: dropped } },
      http_req_duration: { values: { max, 'p(95)': max / 2 } },
    },
  })}`;

describe('the output of several generators', () => {
  const output = outputOf({
    '1': ['K6START 1000', 'R 0 1010 10 9 200 0 0 0.0', 'R 2 1210 10 9 503 1503 1 0.0', summary(2, 1, 90), 'odd'],
    '2': ['K6START 1003', 'R 1 1110 10 9 0 1050 0 4.5', 'K6DROP 1300', summary(1, 0, 120), 'odd'],
  });

  it('is one, in the order of time', () => {
    const { end, generator, kind, errorCode, ok, late, duration } = output.requests();
    expect([...end]).toEqual([1010, 1110, 1210]);
    expect([...generator!]).toEqual([0, 1, 0]);
    expect([...kind!]).toEqual([0, 0, 1]);
    expect([...errorCode!]).toEqual([0, 1050, 1503]);
    expect([...ok]).toEqual([1, 0, 0]);
    // A request that was begun late was waited for from when it was due.
    expect([...late!]).toEqual([0, 4.5, 0]);
    expect([...duration]).toEqual([9, 13.5, 9]);
    expect(output.loadStart).toBe(1000);
    expect(output.lastEnd).toBe(1210);
    expect(output.dropped).toEqual([1300]);
    expect(output.messages.get('odd')).toBe(2);
    expect([...output.since(1100)].map(({ iteration }) => iteration)).toEqual([2, 1]);
  });

  it('has a summary with what can be added up, and each of its own', () => {
    const both = output.summary!;
    expect(summaryValue(both, 'http_reqs', 'count')).toBe(3);
    expect(summaryValue(both, 'dropped_iterations', 'count')).toBe(1);
    expect(summaryValue(both, 'http_req_duration', 'max')).toBe(120);
    expect(summaryValue(both, 'http_req_duration', 'p(95)')).toBeNull();
    expect(summariesOf(both).map(([name, own]) => [name, summaryValue(own, 'http_reqs', 'count')])).toEqual([
      ['1', 2],
      ['2', 1],
    ]);
  });

  it('has no summary while one is missing', () => {
    expect(outputOf({ '1': [summary(1, 0, 1)], '2': [] }).summary).not.toBeNull();
    const waiting = outputOf({ '1': [summary(1, 0, 1)] });
    waiting.part('2');
    expect(waiting.summary).toBeNull();
  });

  it('of one is its own', () => {
    const one = outputOf({ '': ['K6START 5', summary(4, 0, 2)] });
    expect(summaryValue(one.summary!, 'http_req_duration', 'p(95)')).toBe(1);
    expect(summariesOf(one.summary!)).toEqual([]);
    expect(one.requests().generator).toBeUndefined();
  });

  it('fails when one was not ready for the common start', () => {
    expect(outputOf({ '2': ['K6LATE 1500'] }).part('2').failure).toContain('ready 1.5 s after the common start');
  });
});
