import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PartOutput } from '../../../../../experiments/load/output';
import { parseLine } from '../../../../../experiments/load/siege/parse';

/** siege 4.0.7 in a terminal on loopback, with the time of each line before it as the kubelet has it. */
function parsed(name: string): PartOutput {
  const output = new PartOutput();
  const text = readFileSync(join(__dirname, '../../../../fixtures/siege', name), 'utf8');
  for (const line of text.split('\n').slice(0, -1)) parseLine(line, output);
  return output;
}

const time = (clock: string): number => Date.parse(`2026-11-23T20:48:${clock}Z`);

test('answers, of which every third is 503', () => {
  const output = parsed('answers.txt');
  expect(output.loadStart).toBe(time('12.471'));
  expect(output.count).toBe(19);
  const { end, elapsed, duration, status, errorCode } = output.requests();
  expect([end[0], elapsed?.[0], duration[0], status[0], errorCode?.[0]]).toEqual([time('12.474'), 50, 50, 200, 0]);
  expect([end[1], elapsed?.[1], status[1], errorCode?.[1]]).toEqual([time('12.478'), 50, 503, 1503]);
  expect(output.errors).toEqual(new Map([[1503, 6]]));
  expect([...output.messages.keys()]).toEqual([]);
  // siege's own words: 13 hits and 6 failed.
  expect(output.summary).toMatchObject({
    metrics: {
      http_reqs: { values: { count: 19 } },
      http_req_failed: { values: { passes: 6 } },
      // Three users may each have had one under way.
      cut_off: { values: { count: 3 } },
    },
    siege: { Transactions: 13, 'Failed transactions': 6, 'Longest transaction': 0.06, Availability: 68.42 },
  });
});

test('errors without an answer', () => {
  const output = parsed('errors.txt');
  const { status, elapsed, errorCode } = output.requests();
  expect([...status]).toEqual([0, 0]);
  expect([...(elapsed ?? [])]).toEqual([0, 0]);
  expect([...(errorCode ?? [])]).toEqual([1220, 1220]);
  expect([...output.messages.keys()]).toEqual([]);
});

test.each([
  ['socket: unable to connect sock.c:282: Connection refused', 1212],
  ['socket: connection timed out', 1050],
  ['unable to resolve host', 1101],
  ['something else', 1000],
])('the error "%s" has the code %i', (text, code) => {
  const output = new PartOutput();
  parseLine(`2026-11-23T20:48:12.460934147Z [\u001b[1;33merror\u001b[0m] ${text}\r`, output);
  expect(output.errors).toEqual(new Map([[code, 1]]));
});

test('before its totals there is no number of requests', () => {
  const output = new PartOutput();
  parseLine('2026-11-23T20:48:14.018328940Z Transactions:\t\t          13 hits\r', output);
  expect(output.summary).toEqual({ siege: { Transactions: 13 } });
});

test('what it says else is a message', () => {
  const output = new PartOutput();
  parseLine('2026-11-23T20:48:14.018328940Z siege aborted due to excessive socket failure', output);
  expect([...output.messages.keys()]).toEqual(['siege aborted due to excessive socket failure']);
});
