/** Experiments on the real embedded cluster: what is measured, and what is left when something is killed on the way. */
import { fork } from 'node:child_process';
import { on, once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseExperiment } from '../../experiments/spec';
import { runExperiment } from '../../experiments/run';
import { readEntries } from '../../experiments/record/journal';
import type { Pod } from '../../experiments/record/objects';
import { Timeline } from '../../experiments/record/observations';
import type { ExperimentSpec, PodRecord, Result } from '../../experiments/types';
import { install, type Platform } from '../support/platform';
import { processesOf } from '../support/processes';

jest.setTimeout(600_000);

const STACK = 'test-experiment';
/** Too little load to scale: what is killed is what matters. */
const gentle = parseExperiment({
  preset: 'smoke',
  warmup: 2,
  cooldown: 2,
  load: { stages: [{ rate: 10, duration: 20 }] },
});
const results = mkdtempSync(join(tmpdir(), 'experiment-results-'));
let platform: Platform;

beforeAll(async () => {
  const settings = {
    'hpa-cpu': { maxReplicas: 3, targetUtilization: 70, behavior: { scaleDown: { stabilizationWindowSeconds: 0 } } },
  };
  const config = { settings, experiment: { preset: 'smoke' } };
  platform = await install(STACK, config, () => undefined);
});

afterAll(async () => {
  await platform?.remove();
  rmSync(results, { recursive: true, force: true });
});

interface Ran {
  readonly result: Result;
  readonly directory: string;
  readonly said: readonly string[];
}

/** Runs the experiment; `on` is told each line that it reports. */
async function run(spec: ExperimentSpec, on?: (line: string, stop: AbortController) => void): Promise<Ran> {
  const stop = new AbortController();
  const said: string[] = [];
  const report = (line: string) => {
    said.push(line);
    on?.(line, stop);
  };
  const done = await runExperiment(spec, platform.target, {
    stack: STACK,
    resultsDir: results,
    report,
    signal: stop.signal,
  });
  return { ...done, said };
}

const pods = async (namespace: string): Promise<readonly Pod[]> =>
  (await platform.kube.call<{ items: Pod[] }>('GET', `/api/v1/namespaces/${namespace}/pods`)).items;

async function loadObjects(): Promise<string[]> {
  const { namespace } = platform.target.generator;
  const paths = [`/apis/batch/v1/namespaces/${namespace}/jobs`, `/api/v1/namespaces/${namespace}/pods`];
  const lists = await Promise.all(paths.map((path) => platform.kube.call<{ items: Pod[] }>('GET', path)));
  return lists.flatMap(({ items }) => items.map(({ metadata }) => metadata.name));
}

const requestsIn = (timeline: string): number =>
  readFileSync(timeline, 'utf8')
    .split('\n')
    .slice(1)
    .reduce((sum, row) => sum + Number(row.split(',')[4] ?? 0), 0);

/** Lines that only come once the load runs. */
const underWay = (line: string): boolean => line.includes('req/s offered') && line.includes('sent');

describe('a run that is killed on the way', () => {
  it('ends at an interrupt: the Job goes, what was recorded stays', async () => {
    const { result, directory } = await run(gentle, (line, stop) => {
      if (underWay(line)) stop.abort();
    });
    expect(result.verdict).toBe('invalid');
    expect(result.reasons).toContain('The run was interrupted.');
    expect(await loadObjects()).toEqual([]);
    expect(requestsIn(join(directory, 'timeline.csv'))).toBeGreaterThan(10);
    expect(existsSync(join(directory, 'k6.log.gz'))).toBe(true);
  });

  it('is invalid when the load generator dies, with the samples so far', async () => {
    const { namespace } = platform.target.generator;
    let killed = false;
    const { result, directory } = await run(gentle, (line) => {
      if (!underWay(line) || killed) return;
      killed = true;
      const query = { labelSelector: 'app.kubernetes.io/component=load-generator' };
      void platform.kube
        .call<{ items: Pod[] }>('GET', `/api/v1/namespaces/${namespace}/pods`, { query })
        .then(({ items }) =>
          platform.kube.call('DELETE', `/api/v1/namespaces/${namespace}/pods/${items[0]!.metadata.name}`, {
            query: { gracePeriodSeconds: 0 },
          }),
        );
    });
    expect(result.verdict).toBe('invalid');
    expect(result.reasons.join('\n')).toMatch(/The pod of the load generator was deleted|The load generator died/);
    expect(requestsIn(join(directory, 'timeline.csv'))).toBeGreaterThan(10);
    expect(await loadObjects()).toEqual([]);
  });

  it('goes on when the API server and Prometheus are killed and come back, and loses no request', async () => {
    const [prometheus] = await pods(platform.target.prometheus.namespace);
    let killed = 0;
    const { result } = await run(gentle, (line) => {
      if (!underWay(line) || killed > 0) return;
      for (const pid of [
        ...processesOf('kube-apiserver', `/${STACK}/`),
        ...processesOf('prometheus', prometheus!.metadata.uid),
      ]) {
        process.kill(pid, 'SIGKILL');
        killed++;
      }
    });
    expect(killed).toBe(2);
    const recorded = result.checks.find(({ name }) => name === 'Requests recorded, against k6');
    expect(recorded).toMatchObject({ value: recorded?.reference, ok: true });
    // Seconds in which nothing was seen are named; whether they are too many is another question.
    const told = [...result.reasons, ...result.warnings].join('\n');
    expect(told).toContain('"pods" has gaps of');
    expect(result.verdict === 'pass' || /has gaps of|Unknown/.test(result.reasons.join('\n'))).toBe(true);
    expect(await loadObjects()).toEqual([]);
  });

  it('is finished by the next run when its process is killed', async () => {
    const child = fork(join(__dirname, '../support/runExperiment.ts'), {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.send({ spec: gentle, target: platform.target, stack: STACK, resultsDir: results });
    for await (const [line] of on(child, 'message') as AsyncIterable<[string]>) if (underWay(line)) break;
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await loadObjects()).not.toEqual([]);

    const { said } = await run(gentle, (line, stop) => {
      if (line.startsWith('load of')) stop.abort();
    });
    expect(said).toContain('removed 1 load generator(s) that an earlier run had left');
    const [, id] = /results of run (\S+),/.exec(said.join('\n')) ?? [];
    const result = JSON.parse(readFileSync(join(results, STACK, id!, 'result.json'), 'utf8')) as Result;
    expect(result.verdict).toBe('invalid');
    expect(result.reasons.join('\n')).toContain('the process that recorded it was killed');
    expect(requestsIn(join(results, STACK, id!, 'timeline.csv'))).toBeGreaterThan(10);
    expect(await loadObjects()).toEqual([]);
  });
});

describe('the smoke experiment', () => {
  let ran: Ran;
  let seen: readonly PodRecord[];
  beforeAll(async () => {
    // An HPA on CPU sees a step of the load up to 47 s late; how fast this machine is does not matter here.
    const stages = [
      { rate: 5, duration: 10 },
      { rate: 30, duration: 55 },
    ];
    ran = await run({ ...platform.spec, slos: [], load: { ...platform.spec.load, stages } });
    const timeline = new Timeline();
    for (const entry of readEntries(ran.directory)) {
      if (entry.kind !== 'run' && entry.kind !== 'environment') timeline.add(entry);
    }
    seen = timeline.pods();
  });

  it('passes, and scales', () => {
    expect([ran.result.verdict, ran.result.reasons]).toEqual(['pass', [expect.stringContaining('No objective')]]);
    expect(ran.result.slis['replicasMax']!.value).toBeGreaterThan(1);
    const unknown = Object.entries(ran.result.slis).filter(([, { value }]) => value === null);
    // What needs an objective, a demand curve, or a longer look than the autoscaler's downscale window.
    expect(unknown.map(([name]) => name).sort()).toEqual([
      'errorBudgetUsed',
      'instability',
      'jitter',
      'overProvisioning',
      'overProvisioningShare',
      'overTimeshare',
      'overshoot',
      'reactionTimeDown',
      'sloViolationSeconds',
      'underProvisioning',
      'underProvisioningShare',
      'underTimeshare',
    ]);
    for (const [name, { reason }] of unknown) expect([name, reason]).toEqual([name, expect.any(String)]);
  });

  it("agrees with k6's own numbers and with the application's", () => {
    const { checks } = ran.result;
    expect(checks.length).toBeGreaterThan(5);
    for (const { name, value, reference } of checks) {
      const off = Math.abs(value! - reference!) / reference!;
      expect([name, value, reference, off < 0.01]).toEqual([name, value, reference, true]);
    }
  });

  it('splits the reaction time into parts that add up', () => {
    expect(ran.result.reactions).toHaveLength(1);
    const { parts, total } = ran.result.reactions[0]!;
    const sum = parts.reduce((so, { seconds }) => so + (seconds ?? 0), 0);
    expect(sum).toBeCloseTo(total!, 2);
    expect(parts.slice(0, 5).every(({ seconds }) => seconds !== null)).toBe(true);
  });

  it("agrees with the pods' own timestamps and with the HPA's event", async () => {
    const { parts, at } = ran.result.reactions[0]!;
    const after = (name: string): number => {
      const links = parts.slice(0, parts.findIndex((part) => part.name === name) + 1);
      return at + links.reduce((so, { seconds }) => so + (seconds ?? 0), 0) * 1000;
    };
    // The API's times are cut to the second, and ours are when the watch brought the news.
    const agree = (ours: number, text: string): void => {
      expect(ours - Date.parse(text)).toBeGreaterThan(-50);
      expect(ours - Date.parse(text)).toBeLessThan(3000);
    };
    const { namespace } = platform.target.workload;
    const fresh = seen.filter(({ initial }) => !initial);
    const first = fresh.reduce((a, b) => (b.created < a.created ? b : a));
    const now = (await pods(namespace)).find(({ metadata }) => metadata.uid === first.uid);
    const when = (type: string): string =>
      now!.status!.conditions!.find((condition) => condition.type === type)!.lastTransitionTime!;
    agree(after('created'), now!.metadata.creationTimestamp);
    agree(after('scheduled'), when('PodScheduled'));
    // A pod that is overloaded may have lost its readiness and got it again; the condition tells of the last time alone.
    expect(after('ready')).toBeCloseTo(first.ready!, -1);
    agree(first.readiness.findLast(({ ready }) => ready)?.time ?? first.ready!, when('Ready'));

    const query = { fieldSelector: 'reason=SuccessfulRescale' };
    const path = `/api/v1/namespaces/${namespace}/events`;
    const { items } = await platform.kube.call<{ items: { lastTimestamp: string }[] }>('GET', path, { query });
    const rescaled = items.map(({ lastTimestamp }) => lastTimestamp).filter((text) => Date.parse(text) > at - 1000);
    agree(after('desired'), rescaled.sort()[0]!);
  });

  it('leaves its files, and no load generator', async () => {
    for (const file of ['result.json', 'timeline.csv', 'events.csv', 'k6-summary.json', 'k6.log.gz', 'report.html']) {
      expect([file, existsSync(join(ran.directory, file))]).toEqual([file, true]);
    }
    const written = readFileSync(join(ran.directory, 'result.json'), 'utf8');
    expect(written).not.toContain('client-key-data');
    expect(readFileSync(join(ran.directory, 'observations.jsonl'), 'utf8')).not.toContain('client-key-data');
    expect(await loadObjects()).toEqual([]);
  });
});
