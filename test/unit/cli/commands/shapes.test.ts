import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shapes } from '../../../../cli/commands/shapes';

const folder = mkdtempSync(join(tmpdir(), 'shapes-'));
afterAll(() => rmSync(folder, { recursive: true }));

let said: string[];
beforeEach(() => {
  said = [];
  jest.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text));
});
afterEach(() => jest.restoreAllMocks());

it('draws a shape with its figures', () => {
  shapes('{ kind: ramp, from: 0, to: 10, duration: 60 }', { json: false });
  expect(said.join()).toContain('█');
  expect(said.join()).toMatch(/60 s, 300 requests, 5\/s in the mean, 10\/s at most\.$/);
});

it('gives corners and figures to programs', () => {
  shapes('{ "kind": "constant", "rate": 2, "duration": 10 }', { json: true });
  expect(JSON.parse(said.join())).toEqual({
    corners: [
      { time: 0, rate: 2 },
      { time: 10, rate: 2 },
    ],
    seconds: 10,
    peak: 2,
    requests: 20,
    mean: 2,
  });
});

it('reads files of YAML and CSV', () => {
  const yaml = join(folder, 'shape.yaml');
  writeFileSync(yaml, 'kind: step\nfrom: 1\nto: 3\nat: 5\nduration: 10\n');
  shapes(yaml, { json: false });
  const csv = join(folder, 'day.csv');
  writeFileSync(csv, 'time,rate\n0,4\n10,8\n');
  shapes(csv, { json: false });
  expect(said.map((text) => text.split('\n').at(-1))).toEqual([
    '10 s, 20 requests, 2/s in the mean, 3/s at most.',
    '10 s, 60 requests, 6/s in the mean, 8/s at most.',
  ]);
});

it('draws the load of a preset, scaled', () => {
  shapes(undefined, { preset: 'staged', scale: 0.1, json: false });
  expect(said.join()).toMatch(/^120 users │/);
  expect(said.join()).toMatch(/780 s, 120 virtual users at most\.$/);
  shapes(undefined, { preset: 'smoke', scale: 0.1, json: false });
  // 10 s at 0.5/s and 35 s at 3/s.
  expect(said.at(-1)).toMatch(/45 s, 110 requests, 2\.444\/s in the mean, 3\/s at most\.$/);
  expect(() => shapes(undefined, { json: false })).toThrow('a shape or --preset');
  expect(() => shapes(undefined, { preset: 'lost', json: false })).toThrow('experiment.preset is "lost"');
});

it.each([
  ['{ kind: sine, mean: 30, period: 0, amplitude: 1, duration: 5 }', 'shape.period is 0: a number from 1 to 86400 (s)'],
  ['{ kind: constant, rate: 1 }', 'shape.duration is not set'],
  ['{ kind: [', 'cannot be read'],
])('refuses %s with the reason', (text, message) => {
  expect(() => shapes(text, { json: false })).toThrow(message);
});
