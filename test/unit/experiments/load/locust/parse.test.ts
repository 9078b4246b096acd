import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseLine } from '../../../../../experiments/load/locust/parse';
import { PartOutput } from '../../../../../experiments/load/output';

const parse = (...lines: string[]): PartOutput => {
  const output = new PartOutput();
  for (const line of lines) parseLine(line, output);
  return output;
};

// Locust 2.47.0, a master and two workers on loopback: 2 s at 10 requests a second, 2 s at 20.
test('the log of a master', () => {
  const text = readFileSync(join(__dirname, '../../../../fixtures/locust/master.txt'), 'utf8');
  const output = parse(...text.split('\n').slice(0, -1));
  expect(output.loadStart).toBe(1795466880103);
  expect(output.count).toBe(60);
  expect(output.errors).toEqual(new Map([[1503, 4]]));
  expect([...output.messages.keys()]).toEqual([]);
  const { end, elapsed, duration, status, kind, late } = output.requests();
  expect([end[0], elapsed?.[0], duration[0], status[0], kind?.[0], late?.[0]]).toEqual([
    // The 3 ms that it was late count as latency.
    1795466880247, 8.164, 11.164, 200, 1, 3,
  ]);
  // The longest, as Locust says itself.
  expect(Math.max(...(elapsed ?? []))).toBeCloseTo(40.196, 3);
  expect(output.summary).toMatchObject({
    metrics: { http_reqs: { values: { count: 60 } }, dropped_iterations: { values: { count: 0 } } },
    locust: { workers: 2 },
  });
});

test('missed turns, a failure, and what Locust says else', () => {
  const output = parse(
    'LOCUSTDROP 1795466880103',
    "LOCUSTFAILED 1 of Locust's workers went missing during the load.",
    '[2026-11-23 20:38:03,176] host/WARNING/locust.runners: Worker x exceeded cpu threshold',
    'R 1 2 3',
    '',
  );
  expect(output.dropped).toEqual([1795466880103]);
  expect(output.failure).toBe("1 of Locust's workers went missing during the load.");
  expect([...output.messages.keys()]).toEqual(['WARNING/locust.runners: Worker x exceeded cpu threshold', 'R 1 2 3']);
  expect(output.count).toBe(0);
});
