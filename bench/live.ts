/**
 * What the live page costs the process that records a run: CPU for a second of the run, in the last ten minutes of a run of an hour with up to 100
 * pods, one page open; as a share of its bound, and beside the status line. Usage: npm run bench:live [-- --runs N]
 */
import { LiveState } from '../experiments/live/state';
import { progressLine } from '../experiments/load/progress';
import type { Requests } from '../experiments/types';
import { Replay } from '../test/support/replay';
import { hourMeta, hourRecording, hourSpec, hourTarget } from './hour';
import { options } from './options';
import { spread } from './stats';
import { table } from './table';

/** CPU ms for a second of the run: 2 % of a core. */
const BOUND = 20;
const RATES = [100, 1000];
const HOUR = 3600;
/** Seconds at the end that are measured. */
const MEASURED = 600;

interface Measured {
  /** CPU ms for a second of the run. */
  readonly page: number;
  readonly line: number;
  /** KB (10^3 bytes) that a page is sent a second, and MB at first. */
  readonly update: number;
  readonly snapshot: number;
}

/** `rate` requests a second, evenly, that take 20 to 220 ms. */
function requestsAt(rate: number, loadStart: number): Requests {
  const count = rate * HOUR;
  const elapsed = Float64Array.from({ length: count }, (_, i) => 20 + ((i * 7919) % 200));
  return {
    end: elapsed.map((took, i) => loadStart + (i * 1000) / rate + took),
    elapsed,
    duration: elapsed.map((took) => took - 1),
    status: new Uint16Array(count).fill(200),
    ok: new Uint8Array(count).fill(1),
  };
}

const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

function measure(rate: number): Measured {
  const recording = hourRecording();
  const loadStart = recording.loadStart!;
  const requests = requestsAt(rate, loadStart);
  const target = { kubeconfig: '', ...hourTarget };
  const replay = new Replay({ ...recording, requests }, hourSpec, target, hourMeta);
  const state = new LiveState(replay.run);
  let [page, line, bytes] = [0, 0, 0];
  for (let second = 0; second < HOUR; second++) {
    const now = loadStart + second * 1000;
    replay.until(now);
    const before = cpu();
    const message = JSON.stringify(state.tick(now));
    const between = cpu();
    progressLine({ spec: hourSpec, loadStart, now }, replay.run.output, undefined);
    if (second < HOUR - MEASURED) continue;
    page += between - before;
    line += cpu() - between;
    bytes += message.length;
  }
  const each = (sum: number): number => sum / MEASURED;
  const snapshot = JSON.stringify(state.snapshot()).length / 1e6;
  return { page: each(page), line: each(line), update: each(bytes) / 1000, snapshot };
}

const { runs, json } = options('What the live page costs while a run goes on.');
const results = RATES.map((rate) => ({ rate, runs: Array.from({ length: runs }, () => measure(rate)) }));
if (json) {
  console.log(JSON.stringify({ bound: BOUND, results }, null, 2));
} else {
  const figure = (all: readonly Measured[], of: (one: Measured) => number): string => {
    const { min, median, max } = spread(all.map(of));
    return runs === 1 ? median.toFixed(2) : `${median.toFixed(2)} (${min.toFixed(2)} to ${max.toFixed(2)})`;
  };
  console.log(`CPU ms for a second of the run, median (least to most) of ${runs}\n`);
  console.log(
    table(
      ['requests/s', 'page', `of ${BOUND} ms`, 'status line', 'update KB/s', 'snapshot MB'],
      results.map(({ rate, runs: all }) => [
        String(rate),
        figure(all, (one) => one.page),
        `${(100 * (spread(all.map((one) => one.page)).median / BOUND)).toFixed(0)} %`,
        figure(all, (one) => one.line),
        figure(all, (one) => one.update),
        figure(all, (one) => one.snapshot),
      ]),
    ),
  );
}
