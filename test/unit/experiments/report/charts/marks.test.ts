import { page } from '../../../../fixtures/charts';

it('marks load changes, scale events and new pods in order of time', () => {
  expect(page().marks.map(({ at, kind }) => [Math.round(at * 10) / 10, kind])).toEqual([
    [50, 'load'],
    [66.2, 'scale'],
    [66.3, 'scale'],
    [70.4, 'scale'],
    [71.1, 'scale'],
    [72, 'scale'],
    [150, 'load'],
    [196.2, 'scale'],
    [196.3, 'scale'],
  ]);
});
