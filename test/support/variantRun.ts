/** A variant under load on a real cluster, and what its run has to show. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Timeline } from '../../experiments/record/observations';
import { readEntries } from '../../experiments/record/journal';
import { decisions, type Decision } from '../../experiments/rules/decisions';
import { valueAt } from '../../experiments/slis/steps';
import type { Result } from '../../experiments/types';
import { succeeded, type TestStack } from './stack';

const ROOT = join(__dirname, '..', '..');

/** Seconds of little load, of the load that scales, and of little load again; requests per second. */
export interface Load {
  readonly low?: number;
  readonly high?: number;
  readonly up: number;
  readonly down: number;
}
export const LOW = 4;
export const HIGH = 40;
/** Through Prometheus a step is seen within 23 s, and a rate over 30 s has forgotten it 50 s after its end. */
export const SOON: Load = { up: 45, down: 55 };
/** The same without the way down, which is the HPA controller's own whatever the metric. */
export const UP: Load = { ...SOON, down: 5 };
/** Through metrics-server it takes up to 47 s. */
export const LATER: Load = { up: 70, down: 5 };

/** Scale-down at once, so that a run need not take as long as upstream's window of 5 min. */
export const behavior = { scaleDown: { stabilizationWindowSeconds: 0 } };
export const keda = { advanced: { horizontalPodAutoscalerConfig: { behavior } } };
/** The VPA acts within seconds instead of minutes. */
export const VPA_QUICK = {
  recommender: { 'recommender-interval': '10s' },
  updater: { 'updater-interval': '10s', 'in-recommendation-bounds-eviction-lifetime-threshold': '1s' },
};
/** Requests per second and pod: 40 / 15 gives 3. */
export const rate = (range: string) => `sum(rate(heavywork_requests_total{<<.LabelMatchers>>}[${range}]))`;

export interface Case {
  readonly name: string;
  readonly settings: object;
  readonly load: Load;
  /** Replicas under the load; a range where the metric itself depends on the machine. */
  readonly most: readonly [number, number];
}

export interface Ran {
  readonly result: Result;
  readonly timeline: Timeline;
  readonly decided: readonly Decision[];
  /** ms since the epoch. */
  readonly stages: { readonly up: number; readonly down: number; readonly end: number };
}

/** `key.path[0]=value` for each value of an object, as `--config` takes them. */
function assignments(value: object, path = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const own = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    return typeof inner === 'object' && inner !== null ? assignments(inner, own) : [`${own}=${String(inner)}`];
  });
}

export async function measure(
  stack: TestStack,
  name: string,
  settings: object,
  { low = LOW, high = HIGH, up, down }: Load,
): Promise<Ran> {
  const stages = [
    { rate: low, duration: 5 },
    { rate: high, duration: up },
    { rate: low, duration: down },
  ];
  const experiment = { preset: 'smoke', warmup: 5, cooldown: 2, load: { stages, timeout: 5 } };
  const config = { autoscaler: name, settings: { [name]: settings }, experiment };
  succeeded(await stack.cli.run('up', ...assignments(config).flatMap((assignment) => ['--config', assignment])));
  const report = succeeded(await stack.cli.pulumi('stack', 'output', 'report')).trim();
  const directory = join(ROOT, report, '..');
  const result = JSON.parse(readFileSync(join(directory, 'result.json'), 'utf8')) as Result;
  const timeline = new Timeline();
  for (const entry of readEntries(directory))
    if (entry.kind !== 'run' && entry.kind !== 'environment') timeline.add(entry);
  const { hpa, replicas } = timeline;
  const start = Date.parse(result.window.loadStart ?? '');
  const at = (second: number): number => start + second * 1000;
  return {
    result,
    timeline,
    decided: decisions({ hpa, replicas, pods: timeline.pods() }),
    stages: { up: at(10), down: at(10 + up), end: at(10 + up + down) },
  };
}

export function valid({ result }: Ran): void {
  // Whether the objective is met is not the question here.
  expect(result.verdict === 'invalid' ? result.reasons : []).toEqual([]);
}

/** Every decision of the HPA is what its rules give for its own metric, and some are so to the replica. */
export function followsItsRules({ decided, result }: Ran): void {
  const odd = decided.filter(
    ({ desired, expected }) => expected && (desired < expected.low || desired > expected.high),
  );
  expect(odd).toEqual([]);
  expect(decided.filter(({ expected }) => expected?.low === expected?.high).length).toBeGreaterThan(0);
  expect(result.checks.find(({ name }) => name.startsWith('HPA decisions'))).toMatchObject({ ok: true });
}

/** Desired replicas of the Deployment between two times. */
export function desired({ timeline }: Ran, from: number, to: number): number[] {
  const points = timeline.replicas.map(({ time, desired: count }) => [time, count] as const);
  const first = valueAt(points, from);
  const changes = points.filter(([time]) => time > from && time < to).map(([, count]) => count);
  return [...(first === null ? [] : [first]), ...changes];
}

const rises = (counts: readonly number[]): boolean => counts.every((count, i) => i === 0 || count >= counts[i - 1]!);

/** The tests of a variant with a number of replicas that its metric and target give. */
export function scalesByItsMetric(stack: TestStack, { name, settings, load, most: [fewest, most] }: Case): void {
  describe(`${name}`, () => {
    let ran: Ran;
    it('is measured', async () => {
      ran = await measure(stack, name, settings, load);
      valid(ran);
    });

    it('scales up to what its metric and target give, and holds', () => {
      followsItsRules(ran);
      const { up, down } = ran.stages;
      const counts = desired(ran, up, down);
      expect(counts[0]).toBe(1);
      expect(rises(counts)).toBe(true);
      expect(Math.max(...counts)).toBeGreaterThanOrEqual(fewest);
      expect(Math.max(...counts)).toBeLessThanOrEqual(most);
      expect(ran.result.slis['replicasMax']?.value).toBe(Math.max(...desired(ran, up, ran.stages.end)));
    });

    if (load === SOON) {
      it('scales down when the load is gone', () => {
        expect(desired(ran, ran.stages.down, ran.stages.end).at(-1)).toBe(1);
      });
    }
  });
}
