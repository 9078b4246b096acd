import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Interrupts } from '../../cli/interrupts';
import { openPulumi } from '../../cli/prepare';
import { withEnvironment } from '../../cli/environment';
import { tidyStackFile } from '../../cli/stackFile';
import type { Pulumi } from '../../cli/pulumi';
import { projectDir } from '../../toolchain/paths';

const STACK = 'recovery-test';
const URN = `urn:pulumi:${STACK}::autoscaling-testbed::testbed:index:Variant::variant`;
const saved = { ...process.env };
let folder: string;
let pulumi: Pulumi;
const said: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'recovery-'));
  for (const name of ['PULUMI_BACKEND_URL', 'PULUMI_ACCESS_TOKEN', 'PULUMI_CREDENTIALS_PATH']) delete process.env[name];
  // Nothing of the user's is used: neither logins nor state.
  process.env['PULUMI_HOME'] = join(folder, 'home');
  process.env['XDG_STATE_HOME'] = join(folder, 'state');
  pulumi = await openPulumi(STACK, new Interrupts());
  await pulumi.create();
});
afterAll(() => {
  tidyStackFile(projectDir, STACK);
  process.env = saved;
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => said.splice(0));

const backend = (...path: string[]) =>
  join(folder, 'state', 'autoscaling-testbed', '_pulumi', 'backend', '.pulumi', ...path);
const locks = () => backend('locks', 'organization', 'autoscaling-testbed', STACK);
const recover = () => pulumi.recover((line) => said.push(line));

function run(args: string[], input?: string): string {
  const env = withEnvironment(process.env, pulumi.environment);
  return execFileSync(pulumi.executable, [...args, '--stack', STACK, '--non-interactive'], {
    cwd: projectDir,
    env,
    input,
    encoding: 'utf8',
  });
}

function plantLock(pid: number): void {
  mkdirSync(locks(), { recursive: true });
  const lock = { pid, username: 'ann', hostname: hostname(), timestamp: '2026-11-23T08:48:47Z' };
  writeFileSync(join(locks(), 'planted.json'), JSON.stringify(lock));
}

test('the lock of a killed update is taken away', async () => {
  plantLock(2 ** 22 + 1);
  expect(() => run(['stack', 'import'], run(['stack', 'export']))).toThrow(/currently locked/);
  await recover();
  expect(said).toEqual(['Taking away the lock of an update that was killed (process 4194305).']);
  expect(readdirSync(locks()).filter((name) => name.endsWith('.json'))).toEqual([]);
});

test('the operations that it had open are forgotten, and nothing else', async () => {
  // As a killed update leaves it; `stack import` would drop the operation.
  const path = backend('stacks', 'autoscaling-testbed', `${STACK}.json`);
  const state = JSON.parse(readFileSync(path, 'utf8')) as { checkpoint: { latest: Record<string, unknown> } };
  const stack = {
    urn: `urn:pulumi:${STACK}::autoscaling-testbed::pulumi:pulumi:Stack::x`,
    type: 'pulumi:pulumi:Stack',
  };
  const resource = { urn: URN, custom: true, type: 'testbed:index:Variant' };
  state.checkpoint.latest['resources'] = [stack];
  state.checkpoint.latest['pending_operations'] = [{ type: 'creating', resource }];
  writeFileSync(path, JSON.stringify(state));

  await recover();
  expect(said).toEqual(['Forgetting what a killed update had open: creating testbed:index:Variant variant.']);
  const after = JSON.parse(run(['stack', 'export'])) as { deployment: Record<string, unknown> };
  expect(after.deployment['pending_operations']).toBeUndefined();
  expect(after.deployment['resources']).toMatchObject([stack]);
  said.splice(0);
  await recover();
  expect(said).toEqual([]);
});

test('an update that runs is waited for', async () => {
  // A process of the name that Pulumi has.
  const program = join(folder, 'pulumi');
  writeFileSync(program, readFileSync('/bin/sleep'), { mode: 0o755 });
  const child = spawn(program, ['60']);
  try {
    await new Promise((resolve) => child.once('spawn', resolve));
    plantLock(child.pid ?? 0);
    const recovered = recover();
    while (said.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(said[0]).toMatch(`by process ${child.pid} of ann@${hostname()}. Waiting for it to end`);
    expect(readdirSync(locks())).toContain('planted.json');
    child.kill('SIGKILL');
    await recovered;
    expect(said).toHaveLength(2);
    expect(readdirSync(locks()).filter((name) => name.endsWith('.json'))).toEqual([]);
  } finally {
    child.kill('SIGKILL');
  }
});

test("a run leaves no trace in the stack's file", () => {
  const name = `Pulumi.${STACK}.yaml`;
  expect(readFileSync(join(projectDir, name), 'utf8')).toMatch(/^encryptionsalt: /);
  tidyStackFile(projectDir, STACK);
  expect(readdirSync(projectDir)).not.toContain(name);
  // Pulumi finds the salt in the state.
  expect(run(['stack', 'output', '--json']).trim()).toBe('{}');
});
