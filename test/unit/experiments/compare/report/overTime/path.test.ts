import { pathOf } from '../../../../../../experiments/compare/report/overTime/path';
import { scaleOf } from '../../../../../../experiments/report/scale';

it('draws lines and steps, broken where a value is unknown', () => {
  const scale = scaleOf([0, 10]);
  const points = [
    [0, 0],
    [0.1, 10],
    [0.2, null],
    [0.3, 5],
    [0.4, 5],
  ] as const;
  expect(pathOf(points, scale)).toBe('M0.0 100.0L100.0 0.0M300.0 50.0L400.0 50.0');
  expect(pathOf(points, scale, true)).toBe('M0.0 100.0H100.0V0.0M300.0 50.0H400.0');
});
