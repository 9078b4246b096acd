/** The main job as a user does it, through the command line and the Pulumi CLI, on the real embedded cluster. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Result } from '../../experiments/types';
import { killCluster } from '../support/kill';
import { census } from '../support/census';
import { CommandLine } from '../support/cli';
import { succeeded } from '../support/stack';

const ROOT = join(__dirname, '..', '..');
const cli = new CommandLine('test-testbed');
/** As in Pulumi.dev.yaml. */
const DEFAULTS = [
  'experiment.preset=default',
  'settings.hpa-cpu.targetUtilization=60',
  'settings.hpa-cpu.behavior.scaleDown.stabilizationWindowSeconds=30',
];
/** So that the workload is at rest soon after a run: upstream's own window is five minutes. */
const AT_REST_SOON = 'settings.hpa-cpu.behavior.scaleDown.stabilizationWindowSeconds=0';
jest.setTimeout(600_000);

async function hpas(): Promise<string[]> {
  return succeeded(await cli.kubectl('get', 'hpa', '-A', '-o', 'name'))
    .split('\n')
    .filter(Boolean);
}

async function deployment(): Promise<{ ready: string; uid: string; generation: string }> {
  const path = '{.status.readyReplicas} {.metadata.uid} {.metadata.generation}';
  const args = ['get', 'deployment', 'sample', '-n', 'testbed-app', '-o', `jsonpath=${path}`];
  const [ready = '', uid = '', generation = ''] = succeeded(await cli.kubectl(...args)).split(' ');
  return { ready, uid, generation };
}

describe('the testbed', () => {
  let before: Awaited<ReturnType<typeof census>>;
  beforeAll(async () => {
    before = await census('test-testbed');
  });
  afterAll(async () => {
    await cli.run('down', '--remove');
    cli.dispose();
  });

  it('refuses a bad configuration with all that is wrong, before anything is created', async () => {
    const { code, output } = await cli.run(
      'up',
      ...[
        '--config',
        'autoscaler=hpa-gpu',
        '--config',
        'experiment.load.stages[0].rate=-5',
        '--config',
        'nodes.count=0',
      ],
    );
    expect(code).not.toBe(0);
    expect(output).toContain('autoscaler is "hpa-gpu": allowed: fixed, hpa-cpu');
    expect(output).toContain('experiment.load.stages[0].rate is -5');
    expect(output).toContain('nodes.count is 0');
    expect(await census('test-testbed')).toEqual(before);
    expect(existsSync(join(ROOT, 'Pulumi.test-testbed.yaml'))).toBe(false);
    succeeded(await cli.run('down', '--remove'));
  });

  it('comes up without an experiment, and a second update changes nothing', async () => {
    succeeded(await cli.run('up', '--config', 'experiment.preset=none', '--config', AT_REST_SOON));
    expect((await deployment()).ready).toBe('1');
    expect(await hpas()).toHaveLength(1);
    succeeded(await cli.pulumi('up', '--yes', '--skip-preview', '--expect-no-changes'));
  });

  it('keeps the kubeconfig secret', async () => {
    const outputs = succeeded(await cli.pulumi('stack', 'output', '--json'));
    expect(outputs).toContain('"kubeconfig": "[secret]"');
    expect(outputs).not.toContain('client-key-data');
  });

  it('swaps the variant and touches nothing else', async () => {
    const { uid } = await deployment();
    const output = succeeded(await cli.run('up', '--config', 'autoscaler=fixed'));
    expect(await hpas()).toEqual([]);
    expect((await deployment()).uid).toBe(uid);
    expect(output).not.toMatch(/Prometheus.*(delet|replac|updat)/);
    succeeded(await cli.run('up', '--config', 'autoscaler=hpa-cpu'));
    expect(await hpas()).toHaveLength(1);
    expect((await deployment()).uid).toBe(uid);
  });

  it('notices a dead cluster at refresh, and mends it at the next update with all that was in it', async () => {
    const { uid } = await deployment();
    await killCluster('test-testbed');
    const refreshed = await cli.pulumi('refresh', '--yes', '--skip-preview');
    expect(refreshed.output).toMatch(/LocalCluster.*updat|problems/);
    succeeded(await cli.run('up'));
    const end = Date.now() + 60_000;
    while ((await deployment()).ready !== '1' && Date.now() < end) await sleep(1000);
    expect(await deployment()).toMatchObject({ uid, ready: '1' });
  });

  it('goes on after an update that was killed in the middle of its experiment', async () => {
    const child = cli.start('up', '--config', 'experiment.preset=smoke');
    let text = '';
    child.stdout?.on('data', (chunk) => (text += String(chunk)));
    const end = Date.now() + 120_000;
    while (!/offered/.test(text) && Date.now() < end) await sleep(500);
    expect(text).toMatch(/offered/);
    killTree(child.pid!);

    const output = succeeded(await cli.run('up'));
    expect(output).toMatch(/verdict/i);
    const { slis, verdict, report } = JSON.parse(succeeded(await cli.pulumi('stack', 'output', '--json'))) as {
      slis: Record<string, { value: number | null; unit: string }>;
      verdict: string;
      report: string;
    };
    expect(['pass', 'fail']).toContain(verdict);
    expect(slis['latencyP95']).toMatchObject({ unit: 'ms', value: expect.any(Number) as number });
    expect(existsSync(join(ROOT, report))).toBe(true);
    for (const file of ['result.json', 'timeline.csv', 'events.csv']) {
      expect(readFileSync(join(ROOT, report, '..', file), 'utf8').length).toBeGreaterThan(100);
    }
  });

  it('does not run the experiment again when nothing has changed, and does when asked to', async () => {
    const report = async () => succeeded(await cli.pulumi('stack', 'output', 'report')).trim();
    const first = await report();
    succeeded(await cli.run('up'));
    expect(await report()).toBe(first);
    succeeded(await cli.run('up', '--rerun'));
    expect(await report()).not.toBe(first);
  });

  // One replica is over its capacity soon: two fifths of the time show it.
  it.each([
    ['hpa-cpu', 'pass', 1],
    ['fixed', 'fail', 0.4],
  ])('gives the default experiment on %s the verdict %s', async (autoscaler, expected, timeScale) => {
    const changes = [...DEFAULTS, `autoscaler=${autoscaler}`, `experiment.timeScale=${timeScale}`];
    const { code, output } = await cli.run('up', '--check', ...changes.flatMap((change) => ['--config', change]));
    const outputs = JSON.parse(succeeded(await cli.pulumi('stack', 'output', '--json'))) as {
      verdict: string;
      reasons: string[];
      report: string;
      slis: Record<string, { value: number | null }>;
    };
    expect({ verdict: outputs.verdict, reasons: outputs.reasons }).toMatchObject({ verdict: expected });
    expect(code).toBe(expected === 'pass' ? 0 : 1);
    expect(output).toContain(`Verdict: ${expected.toUpperCase()}`);
    const value = (name: string): number => outputs.slis[name]?.value ?? NaN;
    if (expected === 'pass') {
      expect(value('replicasMax')).toBeGreaterThan(2);
      expect(value('replicasEnd')).toBeLessThan(value('replicasMax'));
      // Every decision of the HPA is what its rules give for its own metric.
      const { checks } = JSON.parse(readFileSync(join(ROOT, outputs.report, '..', 'result.json'), 'utf8')) as Result;
      expect(checks.find(({ name }) => name.startsWith('HPA decisions'))).toMatchObject({ ok: true });
    } else {
      expect(value('replicasMax')).toBe(1);
    }
  });

  it('leaves nothing behind', async () => {
    const output = succeeded(await cli.run('down', '--remove'));
    expect(output).toContain('Nothing is left');
    expect(await census('test-testbed')).toEqual(before);
  });
});

/** Kills the command and what it started, all at once and without a chance to clean up. */
function killTree(pid: number): void {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  for (const child of children) killTree(Number(child));
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended with its parent.
  }
}
