/** What the load drivers really send, on the embedded cluster: each run is short, and too gentle to scale. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importImage } from '../../embedded';
import { drawnArrivals } from '../../experiments/load/arrivals';
import { percentile } from '../../experiments/slis/percentile';
import { sentAt } from '../../experiments/slis/requests';
import { readEntries } from '../../experiments/record/journal';
import { replay } from '../../experiments/replay';
import { runExperiment } from '../../experiments/run';
import { parseExperiment } from '../../experiments/spec';
import type { DriverName } from '../../experiments/load/spec';
import type { ExperimentSpec, Requests, Result, Target } from '../../experiments/types';
import { buildImage } from '../../toolchain';
import { install, type Platform } from '../support/platform';

jest.setTimeout(300_000);

const STACK = 'test-load';
const results = mkdtempSync(join(tmpdir(), 'load-results-'));
let platform: Platform;

beforeAll(async () => {
  const settings = { fixed: { replicas: 2 } };
  platform = await install(STACK, { autoscaler: 'fixed', settings, experiment: { preset: 'smoke' } }, () => undefined);
});

afterAll(async () => {
  await platform?.remove();
  rmSync(results, { recursive: true, force: true });
});

interface Ran {
  readonly spec: ExperimentSpec;
  readonly result: Result;
  readonly requests: Requests;
  readonly loadStart: number;
  readonly lines: readonly string[];
}

/** The platform with the load generator of another driver. */
async function withDriver(driver: DriverName): Promise<Target> {
  const options = { report: () => undefined };
  const image = await buildImage(driver, options);
  await importImage(STACK, image, options);
  const { generator, ...rest } = platform.target;
  return { ...rest, generator: { ...generator, driver, image: image.ref } };
}

async function run(load: Record<string, unknown>, target = platform.target): Promise<Ran> {
  const spec = parseExperiment({ preset: 'smoke', warmup: 2, cooldown: 1, slos: [], load });
  const lines: string[] = [];
  const { result, directory } = await runExperiment(spec, target, {
    stack: STACK,
    resultsDir: results,
    report: (line) => lines.push(line),
  });
  const entries = readEntries(directory);
  const head = entries.find((entry) => entry.kind === 'run');
  const { output } = await replay(directory, entries, head!);
  return { spec, result, requests: output.requests(), loadStart: output.loadStart!, lines };
}

/** All that is counted twice agrees, and nothing else is wrong with the run. */
function expectBelieved({ result }: Ran): void {
  expect([result.verdict, result.reasons]).toEqual(['pass', [expect.stringContaining('No objective')]]);
  expect(result.checks.filter(({ ok }) => ok !== true)).toEqual([]);
}

/** Seconds since the start of the load, ascending. */
const sentTimes = ({ requests, loadStart }: Ran): number[] =>
  Array.from(requests.end, (_, index) => (sentAt(requests, index) - loadStart) / 1000).sort((a, b) => a - b);

describe('k6', () => {
  it('sends Poisson arrivals when they are due', async () => {
    const ran = await run({ arrivals: 'poisson', seed: 5, stages: [{ rate: 25, duration: 10 }] });
    expectBelieved(ran);
    const due = drawnArrivals(ran.spec);
    const sent = sentTimes(ran);
    expect(sent).toHaveLength(due.length);
    const off = Float64Array.from(sent, (time, index) => Math.abs(time - due[index]!) * 1000).sort();
    // Times are whole milliseconds; what a busy machine adds comes now and then.
    expect(percentile(off, 0.5)).toBeLessThan(5);
    expect(percentile(off, 0.9)).toBeLessThan(50);
  });

  it('has virtual users that think', async () => {
    const stages = [
      { users: 5, duration: 4 },
      { users: 15, duration: 8 },
    ];
    const requests = [
      { path: '/heavywork', weight: 1 },
      { path: '/lightwork', weight: 4 },
    ];
    const ran = await run({ model: 'users', thinkTime: 0.5, stages, requests });
    expectBelieved(ran);
    expect(ran.result.slis['offeredRate']).toMatchObject({ value: null, notApplicable: true });
    expect(ran.lines.join('\n')).toMatch(/\| 15 users, /);
    // Each user sends one in its thinking time and its answer's: at most 2 a second, and not much less.
    const during = (from: number, to: number): number =>
      sentTimes(ran).filter((time) => time >= from && time < to).length / (to - from);
    expect([during(2, 6) <= 10.5, during(2, 6) > 7]).toEqual([true, true]);
    expect([during(7, 14) <= 30.5, during(7, 14) > 20]).toEqual([true, true]);
    const heavy = ran.requests.kind!.filter((kind) => kind === 0).length / ran.requests.kind!.length;
    expect(Math.abs(heavy - 0.2)).toBeLessThan(0.1);
  });

  it('shares the load over two generators that begin together', async () => {
    const ran = await run({
      generators: 2,
      stages: [
        { rate: 20, duration: 5 },
        { rate: 40, ramp: 3, duration: 4 },
      ],
    });
    expectBelieved(ran);
    const of = (generator: number): number => ran.requests.generator!.filter((one) => one === generator).length;
    // 20 x 7, 30 x 3 and 40 x 4 requests.
    expect(Math.abs(of(0) + of(1) - 390)).toBeLessThanOrEqual(2);
    expect(Math.abs(of(0) - of(1))).toBeLessThanOrEqual(2);
    // One generator's in the gaps of the other's: they would come in pairs had they not begun together.
    expect(ran.result.checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Requests recorded, against k6', 'Latency p(95) in ms, against k6 of generator 2']),
    );
  });
});

describe('Locust', () => {
  it('has users that think, by a master and two workers', async () => {
    const stages = [
      { users: 5, duration: 4 },
      { users: 15, ramp: 4, duration: 4 },
    ];
    const load = { driver: 'locust', generators: 2, model: 'users', thinkTime: 0.5, stages };
    const ran = await run(load, await withDriver('locust'));
    expectBelieved(ran);
    // Locust's own number, its longest, and the application's number.
    expect(ran.result.checks.map(({ name }) => name.split(',')[0])).toEqual(
      expect.arrayContaining(['Requests recorded', 'Latency max in ms']),
    );
    expect(ran.result.checks.some(({ name }) => name.startsWith('Requests served'))).toBe(true);
    // Each user sends one in its thinking time and its answer's: at most 2 a second, and not much less; 5 users, 10 on the ramp, 15.
    const during = (from: number, to: number): number =>
      sentTimes(ran).filter((time) => time >= from && time < to).length / (to - from);
    expect([during(1, 6) <= 10.5, during(1, 6) > 7]).toEqual([true, true]);
    expect([during(6, 10) <= 23, during(6, 10) > 13]).toEqual([true, true]);
    expect([during(10, 14) <= 30.5, during(10, 14) > 20]).toEqual([true, true]);
    expect(ran.result.environment.loadGenerator).toMatch(/^locust /);
  });
});

describe('siege', () => {
  it('has so many users for so long', async () => {
    const load = { driver: 'siege', model: 'users', stages: [{ users: 4, duration: 8 }] };
    const ran = await run(load, await withDriver('siege'));
    expectBelieved(ran);
    expect(ran.result.checks.map(({ name }) => name.split(',')[0])).toContain('Requests recorded');
    expect(ran.requests.end.length).toBeGreaterThan(20);
    // 2 s of warm-up and 8 s.
    expect(sentTimes(ran).at(-1)).toBeGreaterThan(8);
    expect(sentTimes(ran).at(-1)).toBeLessThan(11);
    // Its times are of 10 ms.
    expect(ran.requests.elapsed?.every((elapsed) => elapsed % 10 === 0)).toBe(true);
    expect(ran.result.environment.loadGenerator).toMatch(/^siege /);
  });
});
