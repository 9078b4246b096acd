/**
 * Each variant under load on the real embedded cluster: up to the number that its metric and target give, held, and down again. `hpa-cpu` and
 * `fixed` are in testbed.test.ts, with the default experiment.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Timeline } from '../../experiments/record/observations';
import { readEntries } from '../../experiments/record/journal';
import { decisions, type Decision } from '../../experiments/rules/decisions';
import { requestsAt } from '../../experiments/slis/resources';
import { valueAt } from '../../experiments/slis/steps';
import type { Result } from '../../experiments/types';
import { succeeded, TestStack } from '../support/stack';

jest.setTimeout(600_000);

const ROOT = join(__dirname, '..', '..');
const stack = new TestStack('test-variants');

/** Seconds of little load, of the load that scales, and of little load again; requests per second. */
interface Load {
  readonly low?: number;
  readonly high?: number;
  readonly up: number;
  readonly down: number;
}
const LOW = 4;
const HIGH = 40;
/** Through Prometheus a step is seen within 23 s, and a rate over 30 s has forgotten it 50 s after its end. */
const SOON: Load = { up: 45, down: 55 };
/** The same without the way down, which is the HPA controller's own whatever the metric. */
const UP: Load = { ...SOON, down: 5 };
/** Through metrics-server it takes up to 47 s. */
const LATER: Load = { up: 70, down: 5 };

/** Scale-down at once, so that a run need not take as long as upstream's window of 5 min. */
const behavior = { scaleDown: { stabilizationWindowSeconds: 0 } };
const keda = { advanced: { horizontalPodAutoscalerConfig: { behavior } } };
/** Requests per second and pod: 40 / 15 gives 3. */
const rate = (range: string) => `sum(rate(heavywork_requests_total{<<.LabelMatchers>>}[${range}]))`;

interface Case {
  readonly name: string;
  readonly settings: object;
  readonly load: Load;
  /** Replicas under the load; a range where the metric itself depends on the machine. */
  readonly most: readonly [number, number];
  /** @default 1 */
  readonly least?: number;
}

const scaling: readonly Case[] = [
  { name: 'hpa-requests', settings: { behavior }, load: SOON, most: [3, 3] },
  { name: 'hpa-external', settings: { behavior }, load: UP, most: [3, 3] },
  {
    name: 'hpa-multi',
    settings: {
      maxReplicas: 4,
      metrics: [
        { type: 'cpu', targetUtilization: 60 },
        { type: 'requests', targetAverageValue: 20 },
      ],
      behavior,
    },
    load: UP,
    most: [2, 4],
  },
  { name: 'keda-prometheus', settings: { threshold: 15, query: rate('30s'), ...keda }, load: SOON, most: [3, 3] },
  { name: 'keda-cpu', settings: { maxReplicaCount: 4, targetUtilization: 60, ...keda }, load: LATER, most: [2, 4] },
];

interface Ran {
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

async function run(name: string, settings: object, { low = LOW, high = HIGH, up, down }: Load): Promise<Ran> {
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

function valid({ result }: Ran): void {
  // Whether the objective is met is not the question here.
  expect(result.verdict === 'invalid' ? result.reasons : []).toEqual([]);
}

/** Every decision of the HPA is what its rules give for its own metric, and some are so to the replica. */
function followsItsRules({ decided, result }: Ran): void {
  const odd = decided.filter(
    ({ desired, expected }) => expected && (desired < expected.low || desired > expected.high),
  );
  expect(odd).toEqual([]);
  expect(decided.filter(({ expected }) => expected?.low === expected?.high).length).toBeGreaterThan(0);
  expect(result.checks.find(({ name }) => name.startsWith('HPA decisions'))).toMatchObject({ ok: true });
}

/** Desired replicas of the Deployment between two times. */
function desired({ timeline }: Ran, from: number, to: number): number[] {
  const points = timeline.replicas.map(({ time, desired: count }) => [time, count] as const);
  const first = valueAt(points, from);
  const changes = points.filter(([time]) => time > from && time < to).map(([, count]) => count);
  return [...(first === null ? [] : [first]), ...changes];
}

const rises = (counts: readonly number[]): boolean => counts.every((count, i) => i === 0 || count >= counts[i - 1]!);

afterAll(async () => {
  await stack.end();
});

const measured = new Map<string, Ran>();

describe.each(scaling)('$name', ({ name, settings, load, most: [fewest, most], least = 1 }) => {
  let ran: Ran;
  it('is measured', async () => {
    ran = await run(name, settings, load);
    measured.set(name, ran);
    valid(ran);
  });

  it('scales up to what its metric and target give, and holds', () => {
    followsItsRules(ran);
    const { up, down } = ran.stages;
    const counts = desired(ran, up, down);
    expect(counts[0]).toBe(least);
    expect(rises(counts)).toBe(true);
    expect(Math.max(...counts)).toBeGreaterThanOrEqual(fewest);
    expect(Math.max(...counts)).toBeLessThanOrEqual(most);
    expect(ran.result.slis['replicasMax']?.value).toBe(Math.max(...desired(ran, up, ran.stages.end)));
  });
});

it.each(scaling.filter(({ load }) => load.down === SOON.down))(
  '$name scales down when the load is gone',
  ({ name, least = 1 }) => {
    const ran = measured.get(name)!;
    expect(desired(ran, ran.stages.down, ran.stages.end).at(-1)).toBe(least);
  },
);

describe('keda-zero', () => {
  let ran: Ran;
  it('is measured from zero replicas', async () => {
    const settings = { threshold: 15, pollingInterval: 5, cooldownPeriod: 5, ...keda };
    ran = await run('keda-zero', settings, SOON);
    valid(ran);
    expect(ran.timeline.replicas[0]).toMatchObject({ desired: 0, created: 0, ready: 0 });
  });

  it('is woken by KEDA, and tells of the requests that came before', () => {
    const [wakening, step] = ran.result.reactions;
    expect(wakening).toMatchObject({ stage: 0, from: 0, to: LOW, warmup: true });
    expect(wakening?.parts.find(({ name }) => name === 'ready')?.seconds).not.toBeNull();
    expect(step).toMatchObject({ from: LOW, to: HIGH });
  });

  it('scales on by its HPA, from 1 to what the metric gives', () => {
    followsItsRules(ran);
    expect(Math.max(...desired(ran, ran.stages.up, ran.stages.down))).toBe(3);
    expect(desired(ran, ran.stages.down, ran.stages.end).at(-1)).toBeLessThan(3);
  });
});

describe('keda-cron', () => {
  it('sets the replicas of the schedule, and takes them back', async () => {
    // The schedule counts whole minutes. The load begins some 30 s after now; on a busy machine after the schedule's start.
    const minute = (after: number): number => new Date(Date.now() + after * 60_000).getUTCMinutes();
    const settings = { start: `${minute(2)} * * * *`, end: `${minute(3)} * * * *`, desiredReplicas: 3, ...keda };
    const ran = await run('keda-cron', settings, { high: LOW, up: 90, down: 85 });
    valid(ran);
    followsItsRules(ran);
    const counts = desired(ran, ran.stages.up - 10_000, ran.stages.end);
    const changes = counts.filter((count, index) => count !== counts[index - 1]);
    expect(changes.slice(-2)).toEqual([3, 1]);
    expect(changes.slice(0, -2)).toEqual(changes.length > 2 ? [1] : []);
  });
});

describe('hpa-memory', () => {
  it('scales to its most where the memory of each pod is over the target', async () => {
    // More pods do not make the memory of each less: the metric stays over the target.
    const settings = { minReplicas: 1, maxReplicas: 2, container: 'app', targetAverageValue: '10Mi', behavior };
    const ran = await run('hpa-memory', settings, { up: 20, down: 5 });
    valid(ran);
    followsItsRules(ran);
    expect(ran.timeline.hpa.at(-1)).toMatchObject({
      desiredReplicas: 2,
      scalingLimited: 'True',
      metrics: [{ type: 'ContainerResource', name: 'app memory' }],
    });
  });
});

describe('vpa', () => {
  const quick = {
    recommender: { 'recommender-interval': '10s' },
    updater: { 'updater-interval': '10s', 'in-recommendation-bounds-eviction-lifetime-threshold': '1s' },
  };

  it('gives new pods other requests, and the experiment follows them', async () => {
    const ran = await run('vpa', quick, { up: 45, down: 5 });
    valid(ran);
    const { timeline } = ran;
    const target = timeline.vpa.at(-1)!.target;
    expect(target.cpuCores).toBeGreaterThan(0);
    expect(timeline.events.some(({ reason }) => reason === 'EvictedByVPA')).toBe(true);
    // Upstream's least is 250 MB for a pod; the Deployment says 128 MiB.
    const requests = timeline.pods().map((pod) => requestsAt(pod, ran.stages.end).memoryBytes);
    expect(Math.max(...(requests as number[]))).toBeGreaterThan(200e6);
  });

  it('resizes pods in place, and the experiment follows that', async () => {
    const settings = {
      ...quick,
      updateMode: 'InPlaceOrRecreate',
      resourcePolicy: { containerPolicies: [{ containerName: '*', controlledResources: ['cpu'] }] },
    };
    const ran = await run('vpa', settings, { up: 60, down: 5 });
    valid(ran);
    const pods = ran.timeline.pods();
    expect(pods.filter(({ initial }) => !initial)).toEqual([]);
    const resized = pods.flatMap((pod) => pod.resized.map(({ cpuCores }) => cpuCores));
    expect(resized.length).toBeGreaterThan(0);
    // Of the request that the Deployment says, 0.2 cores, there is less at first and more as the load shows.
    expect(Math.max(...(resized as number[]))).toBeGreaterThan(Math.min(...(resized as number[])));
  });
});
