import { usersChart } from '../../../../../experiments/report/charts/users';
import { timeline } from '../../../../../experiments/slis/timeline';
import { buildRecording, spec, target } from '../../../../fixtures/recording';

describe('the users of a closed loop', () => {
  const rows = timeline(buildRecording(), spec);
  const charts = (model: 'arrivals' | 'users') =>
    usersChart({ spec: { ...spec, load: { ...spec.load, model } }, target: target() }, rows);

  it('are drawn second by second', () => {
    const [chart] = charts('users');
    const at = (second: number) => chart!.series[0]!.values[rows.findIndex((row) => row.second === second)];
    // 20 s of warm-up and 30 s at 10, 100 s at 80, 30 s at 10; then nobody.
    expect([-1, 0, 49, 50, 149, 150, 180].map(at)).toEqual([null, 10, 10, 80, 80, 10, 0]);
  });

  it('are not where requests have times of their own', () => {
    expect(charts('arrivals')).toEqual([]);
  });
});
