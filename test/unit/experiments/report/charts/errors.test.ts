import { chart } from '../../../../fixtures/charts';

it('has a line for each kind of error that there was', () => {
  expect(chart('errors')?.series.map(({ label }) => label)).toEqual(['failed', 'dropped', 'timed out']);
});
