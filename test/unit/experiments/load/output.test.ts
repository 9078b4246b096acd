import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseLine } from '../../../../experiments/load/k6/parse';
import { PartOutput } from '../../../../experiments/load/output';

/** As k6 1.1.0 wrote it: 10 requests/s for 3 s, then 30/s for 2 s; one in ten timed out (0.5 s), one in ten had status 503. */
const recorded = readFileSync(join(__dirname, '../../../fixtures/k6/output.txt'), 'utf8').split('\n');

function read(lines: readonly string[]): PartOutput {
  const output = new PartOutput();
  lines.forEach((line) => parseLine(line, output));
  return output;
}

describe("k6's output", () => {
  const output = read(recorded);
  const requests = output.requests();

  it('gives every request', () => {
    expect(output.count).toBe(90);
    expect(Math.max(...[...output.since(0)].map(({ iteration }) => iteration))).toBe(89);
    expect([200, 503, 0].map((status) => requests.status.filter((s) => s === status).length)).toEqual([72, 9, 9]);
    expect(requests.ok.reduce((sum, ok) => sum + ok, 0)).toBe(72);
  });

  it("has k6's own latencies", () => {
    const metrics = output.summary?.['metrics'] as Record<string, { values: Record<string, number> }>;
    const own = metrics['http_req_duration']!.values;
    expect(Math.max(...requests.duration)).toBeCloseTo(own['max']!, 2);
    expect(Math.min(...requests.duration)).toBeCloseTo(own['min']!, 2);
    expect(requests.duration.reduce((sum, value) => sum + value, 0) / 90).toBeCloseTo(own['avg']!, 2);
    // A failed request that never got an answer lasted as long as its timeout.
    expect(Math.min(...requests.duration.filter((_, i) => requests.status[i] === 0))).toBeGreaterThan(499);
  });

  it('says when the load began, and how requests failed', () => {
    expect(output.loadStart).toBeLessThan(requests.end[0]!);
    expect(requests.end[0]! - output.loadStart!).toBeLessThan(200);
    expect([...output.errors]).toEqual([
      [1503, 9],
      [1050, 9],
    ]);
    expect([...output.messages]).toEqual([]);
  });

  it("keeps k6's own log apart, and cut lines out", () => {
    const strange = read([
      'R 1 2',
      'R a b c d e f',
      'K6SUMMARY {"metr',
      'Insufficient VUs',
      'Insufficient VUs',
      '',
      'K6START x',
    ]);
    expect(strange.count).toBe(0);
    expect(strange.summary).toBeNull();
    expect(strange.loadStart).toBeNull();
    expect(strange.messages.get('Insufficient VUs')).toBe(2);
  });

  it('looks back from the newest', () => {
    const few = read(['R 0 1000 5 4.5 200 0', 'R 1 2000 5 4.5 503 1503', 'R 2 3000 5 4.5 200 0']);
    expect([...few.since(2000)].map(({ iteration, ok }) => [iteration, ok])).toEqual([
      [2, true],
      [1, false],
    ]);
    expect(few.lastEnd).toBe(3000);
  });
});
