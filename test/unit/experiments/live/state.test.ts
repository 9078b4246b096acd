import { LiveState } from '../../../../experiments/live/state';
import type { Snapshot, Update } from '../../../../experiments/live/types';
import { chartPage } from '../../../../experiments/report/charts';
import { analyse } from '../../../../experiments/slis';
import { timeline } from '../../../../experiments/slis/timeline';
import { buildRecording, LOAD_START, meta, spec, target } from '../../../fixtures/recording';
import { Replay } from '../../../support/replay';

const recording = buildRecording('hpa-cpu');
const at = (second: number): number => LOAD_START + second * 1000;

/** A page that takes every message, as the browser does. */
class Reader {
  snapshot: Snapshot | undefined;
  rows = 0;
  readonly log: string[] = [];

  take(message: Snapshot | Update): void {
    if ('head' in message) {
      this.snapshot = message;
      this.log.splice(0, this.log.length, ...message.log.map(({ text }) => text));
      return;
    }
    const { status, rows, log } = message;
    const { charts } = this.snapshot!;
    this.rows += rows.length;
    this.log.push(...log.map(({ text }) => text));
    for (const [index, second, values] of rows) {
      (charts!.seconds as number[])[index] = second;
      charts!.charts
        .flatMap(({ series }) => series)
        .forEach((series, column) => ((series.values as (number | null)[])[index] = values[column]!));
    }
    const { bands = charts?.bands, marks = charts?.marks } = message;
    this.snapshot = { ...this.snapshot!, status, charts: charts && { ...charts, bands: bands!, marks: marks! } };
  }
}

async function played(to: number, step = 1): Promise<{ state: LiveState; reader: Reader }> {
  const replay = new Replay(recording, spec, target(), meta);
  const state = new LiveState(replay.run);
  const reader = new Reader();
  reader.take(state.snapshot());
  for (let second = -8; second <= to; second += step) {
    replay.until(at(second));
    if (second > 0 && second % 10 === 0) {
      const from = Math.max(0, second - 30);
      state.took(await replay.run.series([], { from: at(from), to: at(second - 20) }), at(from));
    }
    reader.take(structuredClone(state.tick(at(second))));
  }
  return { state, reader };
}

const series = ({ charts }: Snapshot, chart: string, label: string) =>
  charts!.charts.find(({ id }) => id === chart)!.series.find((one) => one.label === label)!.values;

describe('LiveState', () => {
  it('draws, second by second, what the report draws of the same run', async () => {
    const { reader } = await played(219);
    const result = analyse(recording, spec, target(), meta);
    const report = chartPage(result, recording, timeline(recording, spec));
    const live = reader.snapshot!.charts!;
    const compared = report.charts.flatMap(({ id, series }) =>
      series
        // What is known only afterwards, or from Prometheus.
        .filter(
          ({ label }) => !['dropped', 'timed out'].includes(label) && !['cpu', 'throttling', 'memory'].includes(id),
        )
        .map((one) => ({ id, ...one })),
    );
    expect(compared).toHaveLength(13);
    const rows = report.seconds.length;
    expect(live.seconds.slice(0, rows)).toEqual(report.seconds);
    for (const { id, label, values } of compared) {
      expect([id, label, series(reader.snapshot!, id, label).slice(0, 225)]).toEqual([id, label, values.slice(0, 225)]);
    }
    const bands = report.bands.filter(({ kind }) => kind !== 'violation');
    expect(live.bands).toEqual(bands.map((band) => (band.to === 219 ? { ...band, to: 220 } : band)));
    expect(live.marks).toEqual(report.marks);
  });

  it('sends a second again when more is known of it, and no other', async () => {
    const { reader } = await played(40);
    // 48 seconds, each of them new once; requests of one second that end in another make it two or three.
    expect(reader.rows).toBeGreaterThanOrEqual(40);
    expect(reader.rows).toBeLessThan(48 * 4);
  });

  it('shows CPU when Prometheus knows it', async () => {
    const { reader } = await played(100);
    const used = series(reader.snapshot!, 'cpu', 'used');
    const lead = -reader.snapshot!.charts!.seconds[0]!;
    const exact = recording.series['cpuUsage']!.points.find(([time]) => time === at(60));
    expect(used[lead + 60]).toBeCloseTo(exact![1], 3);
    expect(used[lead + 130]).toBeNull();
  });

  it('knows the load that is to come, and nothing else of it', async () => {
    const { state } = await played(30);
    const page = state.snapshot();
    const lead = -page.charts!.seconds[0]!;
    expect(series(page, 'rate', 'offered')[lead + 100]).toBe(80);
    expect(series(page, 'rate', 'served')[lead + 100]).toBeNull();
    expect(series(page, 'replicas', 'ready')[lead + 100]).toBeNull();
  });

  it('says where the run is and how long it takes', async () => {
    const phases = await Promise.all(
      [-3, 10, 60, 190].map(async (second) => {
        const { phase, left } = (await played(second)).state.snapshot().status;
        return [phase, left.phase, left.run];
      }),
    );
    // Warm-up 20 s, load of 160 s, cool-down of 40 s.
    expect(phases).toEqual([
      ['preflight', null, null],
      ['warm-up', 10, 210],
      ['measured', 120, 160],
      ['cool-down', 30, 30],
    ]);
  });

  it('gives a page that is opened late the same as one that saw all', async () => {
    const { state, reader } = await played(120);
    const late = state.snapshot();
    expect(late.charts!.charts).toEqual(reader.snapshot!.charts!.charts);
    expect(late.status).toEqual(reader.snapshot!.status);
    expect(late.log.map(({ text }) => text)).toEqual(reader.log);
  });

  it('tells what happens, each thing once', async () => {
    const { reader } = await played(219);
    expect(reader.log.filter((text) => /^(warm-up|measured|cool-down)/.test(text))).toEqual([
      'warm-up, 0:20',
      'measured, 2:40',
      'cool-down, 0:40',
    ]);
    expect(reader.log.filter((text) => text.startsWith('The HPA wants'))).toHaveLength(2);
    expect(reader.log.filter((text) => text.includes(' ready, '))).toHaveLength(3);
    expect(new Set(reader.log).size).toBe(reader.log.length);
  });

  it('judges the objectives so far within the resolution of what it keeps', async () => {
    const { reader } = await played(219);
    const { slis } = analyse(recording, spec, target(), meta);
    const [p50, errors, reaction] = reader.snapshot!.status.slos;
    expect(Math.abs(parseFloat(p50!.value) / slis['latencyP50']!.value! - 1)).toBeLessThan(0.01);
    expect(parseFloat(errors!.value)).toBeCloseTo(slis['errorRate']!.value! * 100, 1);
    expect(reaction).toMatchObject({ sli: 'reactionTime', asked: 'at most 60 s', outcome: 'later' });
  });

  it('holds nothing of the kubeconfig', async () => {
    const { state } = await played(60);
    expect(JSON.stringify(state.snapshot())).not.toContain('secret');
  });
});
