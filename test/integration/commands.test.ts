/** The commands that experiment on a testbed that is up, as a user calls them: exit codes, one at a time, interruption and going on. */
import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DemandResult } from '../../experiments/demand/result';
import type { Result } from '../../experiments/types';
import { CommandLine } from '../support/cli';
import { succeeded } from '../support/stack';

const ROOT = join(__dirname, '..', '..');
const STACK = 'test-commands';
const cli = new CommandLine(STACK);
jest.setTimeout(300_000);

/** Ten seconds of ten requests a second. */
const SHORT = ['preset=smoke', 'warmup=1', 'cooldown=0', 'load.stages[0].rate=10', 'load.stages[0].duration=9'].flatMap(
  (setting) => ['--config', `experiment.${setting}`],
);

const run = (...args: string[]): ChildProcess => cli.testbed('run', ...SHORT, ...args);
const find = (...args: string[]): ChildProcess =>
  cli.testbed(
    'find-replicas',
    ...['--to', '2', '--slo', 'latencyP95=500', '--repeats', '1', '--resolution', '50%'],
    ...['--duration', '5', '--settle', '1', '--json', ...args],
  );

/** Resolves once the command has said something, on standard error. */
const said = (child: ChildProcess, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    let all = '';
    child.stderr?.on('data', (chunk) => {
      all += String(chunk);
      if (all.includes(text)) resolve();
    });
    child.once('close', () => reject(new Error(`it never said "${text}", but:\n${all}`)));
  });

/** All that is in the namespaces of the application and the load. */
async function objects(): Promise<string[]> {
  const of = async (namespace: string): Promise<string[]> =>
    succeeded(await cli.kubectl('get', 'deployments,services,jobs', '-n', namespace, '-o', 'name'))
      .split('\n')
      .filter(Boolean);
  return [...(await of('testbed-app')), ...(await of('testbed-load'))];
}
const SAMPLE = ['deployment.apps/sample', 'service/sample'];

beforeAll(async () => {
  succeeded(await cli.run('up', ...SHORT));
});
afterAll(async () => {
  await cli.run('down', '--remove');
  cli.dispose();
});

describe('run', () => {
  it('gives the result as JSON and ends with 1 where an objective is missed; a second one meanwhile is refused', async () => {
    const missed = 'experiment.slos=[{ sli: latencyP50, max: 0.001 }]';
    const first = run('--json', '--config', missed);
    const finished = cli.finished(first);
    await said(first, 'load of');
    const second = await cli.finished(run());
    expect(second).toMatchObject({ code: 2, output: expect.stringContaining('Under way is testbed run of') as string });
    const { code, stdout } = await finished;
    const { directory, result } = JSON.parse(stdout) as { directory: string; result: Result };
    expect([code, result.verdict, result.spec.load.stages]).toEqual([1, 'fail', [{ rate: 10, duration: 9 }]]);
    expect(JSON.parse(readFileSync(join(directory, 'result.json'), 'utf8'))).toEqual(result);
  });

  it('ends with 130 when it is interrupted; what it had recorded is kept, its load is gone', async () => {
    const child = run('--config', 'experiment.load.stages[0].duration=120');
    const finished = cli.finished(child);
    await said(child, 'req/s offered');
    child.kill('SIGINT');
    const { code, output } = await finished;
    expect([code, output]).toEqual([130, expect.stringContaining('The run was interrupted.')]);
    expect(await objects()).toEqual(SAMPLE);
  });

  it('refuses what it cannot run, before any load', async () => {
    expect((await cli.finished(cli.testbed('run', '--experiment', 'nowhere'))).code).toBe(2);
    expect((await cli.finished(cli.testbed('run', '--nonsense'))).code).toBe(2);
  });
});

describe('find-replicas', () => {
  const folder = join(ROOT, 'results', STACK, 'demand');
  const lines = (id: string): string[] =>
    readFileSync(join(folder, id, 'measurements.jsonl'), 'utf8')
      .split('\n')
      .slice(0, -1);

  it('keeps what it has measured when it is interrupted, and puts everything back', async () => {
    const child = find();
    const finished = cli.finished(child);
    await said(child, 'kept');
    child.kill('SIGINT');
    const { code, output } = await finished;
    expect([code, output]).toEqual([130, expect.stringContaining('what is measured is kept')]);
    expect(await objects()).toEqual(SAMPLE);
    const [id = ''] = readdirSync(folder);
    expect(lines(id)).toHaveLength(1);
  });

  it('goes on with it, and finds a curve that rises', async () => {
    const [id = ''] = readdirSync(folder);
    const before = lines(id);
    const { code, stdout } = await cli.finished(find());
    expect(code).toBe(0);
    const { result } = JSON.parse(stdout) as { result: DemandResult };
    expect([result.id, lines(id).slice(0, 1)]).toEqual([id, before]);
    const [one, two, ...others] = result.curve;
    expect([one?.replicas, two?.replicas, others, result.notes]).toEqual([1, 2, [], []]);
    // 0.4 cores at some 10 ms a request: 40/s fill a replica. What the machine has left is another matter.
    expect(one?.rate).toBeGreaterThan(10);
    expect(one?.rate).toBeLessThan(60);
    expect(two?.rate).toBeGreaterThan(1.2 * (one?.rate as number));
    for (const { low, rate, high } of result.curve) {
      expect(low).toBeLessThanOrEqual(rate);
      expect(high).toBeGreaterThan(rate);
    }
    expect(readdirSync(join(folder, id)).sort()).toEqual([
      'demand.json',
      'measurements.jsonl',
      'plan.json',
      'report.html',
      'summary.txt',
    ]);
    expect(await objects()).toEqual(SAMPLE);
  });
});
