import { timeline } from '../../../../../experiments/slis/timeline';
import { buildRecording, LOAD_START, spec } from '../../../../fixtures/recording';

describe('a row', () => {
  const rows = timeline(buildRecording(), spec);
  const row = (second: number) => rows.find((candidate) => candidate.second === second);

  it('tells the phases apart', () => {
    expect([19, 20, 179, 180].map((second) => row(second)?.phase)).toEqual([
      'warmup',
      'measured',
      'measured',
      'cooldown',
    ]);
  });

  it('shows the state as it was when the second began', () => {
    // Desired rises at 66.22 s, the pods exist at 66.3 s, the first is seen ready at 70.5 s.
    expect(row(66)).toMatchObject({ desired: 1, created: 1, ready: 1, metric: 64 });
    expect(row(67)).toMatchObject({ desired: 4, created: 4, ready: 1, metric: 196, target: 60, nodesReady: 3 });
    expect(row(71)).toMatchObject({ ready: 2 });
  });

  it('has no latency, rather than 0, where nothing ended', () => {
    expect(row(200)).toMatchObject({ served: 0, p50: null, p95: null, p99: null });
  });

  it('does not hold a sample for ever', () => {
    const cpuUsage = {
      query: '',
      unit: 'cores',
      points: [
        [LOAD_START, 0.2],
        [LOAD_START + 60_000, NaN],
      ] as [number, number][],
    };
    const found = timeline(buildRecording('fixed', { series: { cpuUsage } }), spec);
    const at = (second: number) => found.find((candidate) => candidate.second === second)?.cpuUsage;
    expect([at(-1), at(0), at(20), at(21), at(61)]).toEqual([null, 0.2, 0.2, null, null]);
  });
});
