import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { day } from '../../../../experiments/presets/makeDay';
import { readPoints } from '../../../../experiments/shapes/csv';

it('is where day.csv comes from: a day with its sudden peak at 17:00 and a quiet night', () => {
  const text = day();
  expect(readFileSync(join(__dirname, '../../../../experiments/presets/day.csv'), 'utf8')).toBe(text);
  const points = readPoints(text);
  const byRate = [...points].sort(([, a], [, b]) => b - a);
  expect(points.at(-1)![0]).toBe(24 * 3600);
  expect(byRate[0]![0]).toBe(17 * 3600);
  expect(byRate.at(-1)![0]).toBeLessThan(6 * 3600);
});
