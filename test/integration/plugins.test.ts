/** The stand-in language host and kubernetes provider, driven by the Pulumi CLI on a real cluster. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { down, importImage, up } from '../../embedded';
import { buildImage, tools } from '../../toolchain';
import { Program } from '../support/pulumi';

jest.setTimeout(600_000);

const CLUSTER = 'test-plugins';
const PASSWORD = 'crocodile-tears';
const options = { report: () => undefined };
const folder = mkdtempSync(join(tmpdir(), 'plugins-'));
const program = new Program('plugins');
let kubectl: string;

/** Runs kubectl; gives what it prints, trimmed. */
async function kube(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(kubectl, ['--kubeconfig', join(folder, 'kubeconfig'), ...args]);
  return stdout.trim();
}

async function deploy(scenario: string, values: Readonly<Record<string, string>> = {}): Promise<string> {
  await program.configure({ scenario, ...values });
  return program.succeed('up', '--yes', '--skip-preview');
}

async function deployInVain(scenario: string, values: Readonly<Record<string, string>> = {}): Promise<string> {
  await program.configure({ scenario, ...values });
  return program.fail('up', '--yes', '--skip-preview');
}

beforeAll(async () => {
  const { kubeconfig } = await up({ name: CLUSTER, nodes: [{ name: 'plugins', cpu: 1, memory: 1 << 30 }] }, options);
  writeFileSync(join(folder, 'kubeconfig'), kubeconfig, { mode: 0o600 });
  ({ kubectl } = await tools(['kubectl'], options));
  const pause = await buildImage('pause', options);
  await importImage(CLUSTER, pause, options);
  await program.open();
  await program.configure({ image: pause.ref });
  await program.configureSecret('kubeconfig', kubeconfig);
  await program.configureSecret('password', PASSWORD);
});

afterAll(async () => {
  await down(CLUSTER, options);
  program.close();
  rmSync(folder, { recursive: true });
});

describe('an application', () => {
  it('is previewed, then created and ready', async () => {
    await program.configure({ scenario: 'application' });
    expect(await program.succeed('preview')).toContain('+ 9 to create');
    await deploy('application');
    const { namespace } = await program.outputs();
    expect(namespace).toMatch(/^plugins-[0-9a-f]{8}$/);
    const available = await kube(
      'get',
      'deployment',
      'app',
      '-n',
      String(namespace),
      '-o',
      'jsonpath={.status.availableReplicas}',
    );
    expect(available).toBe('1');
  });

  it('does not change when nothing does', async () => {
    await program.succeed('up', '--yes', '--expect-no-changes');
    await program.succeed('refresh', '--yes', '--skip-preview', '--expect-no-changes');
  });

  it('keeps secrets secret', async () => {
    const state = await program.succeed('stack', 'export');
    expect(state).not.toContain(PASSWORD);
    expect(state).not.toContain(Buffer.from(PASSWORD).toString('base64'));
    expect(state).not.toContain('client-key-data');
  });

  it('updates in place what can change, and replaces what cannot', async () => {
    const before = await program.outputs();
    await program.configure({ scenario: 'application', value: 'two' });
    const preview = await program.succeed('preview', '--diff');
    expect(preview).toMatch(/~ kubernetes:testbed.example\/v1:Crocodile: \(update\)/);
    expect(preview).toMatch(/\+-kubernetes:core\/v1:ConfigMap: \(replace\)/);
    await deploy('application');
    const after = await program.outputs();
    expect(after['settings']).not.toBe(before['settings']);
    expect({ ...after, settings: '' }).toEqual({ ...before, settings: '' });
    expect(
      await kube('get', 'crocodile', 'nile', '-n', String(after['namespace']), '-o', 'jsonpath={.spec.value}'),
    ).toBe('two');
  });

  it('shows what was changed behind its back at a refresh, and puts it right at the next update', async () => {
    const { namespace, settings } = (await program.outputs()) as Record<string, string>;
    await kube(
      'patch',
      'crocodile',
      'nile',
      '-n',
      namespace ?? '',
      '--type=merge',
      '-p',
      '{"spec":{"value":"changed"}}',
    );
    await kube('delete', 'service', 'app', '-n', namespace ?? '');
    const refresh = await program.succeed('refresh', '--yes', '--skip-preview', '--diff');
    expect(refresh).toMatch(/Service: \(delete\)/);
    expect(refresh).toMatch(/value: "two" => "changed"/);
    const conflict = await program.fail('up', '--yes', '--skip-preview');
    expect(conflict).toMatch(/conflict with "kubectl-patch".*\.spec\.value/);
    expect(conflict).toContain('pulumi.com/patchForce');
    await kube('patch', 'crocodile', 'nile', '-n', namespace ?? '', '--type=merge', '-p', '{"spec":{"value":"two"}}');
    await deploy('application');
    expect(await kube('get', 'service', 'app', '-n', namespace ?? '', '-o', 'name')).toBe('service/app');
    expect((await program.outputs())['settings']).toBe(settings);
  });

  it('is gone after a destroy', async () => {
    const { namespace } = await program.outputs();
    await program.succeed('destroy', '--yes', '--skip-preview');
    expect(await kube('get', 'namespace,crd', '-o', 'name')).not.toMatch(new RegExp(`${String(namespace)}|crocodiles`));
  });
});

describe('a rollout that fails', () => {
  it('says why, and keeps what it has made', async () => {
    const output = await deployInVain('broken', { timeout: '8' });
    expect(output).toContain('Deployment default/broken is not ready: 0 of 1 new replicas are available');
    expect(output).toContain('ErrImageNeverPull');
    expect(output).toContain('pulumi.com/timeoutSeconds');
    expect(await program.succeed('stack', '--show-ids')).toContain('default/broken');
  });

  it('is told of at a refresh', async () => {
    expect(await program.succeed('refresh', '--yes', '--skip-preview')).toContain('unhealthy state');
  });

  it('is mended by the next update', async () => {
    await deploy('mended', { timeout: '60' });
    expect(await kube('get', 'deployment', 'broken', '-o', 'jsonpath={.status.availableReplicas}')).toBe('1');
  });
});

describe('an object that exists already', () => {
  beforeAll(async () => {
    await deploy('none');
    await kube('create', 'configmap', 'found', '--from-literal=a=1');
  });

  it('is not taken over by accident', async () => {
    const output = await deployInVain('exists');
    expect(output).toContain('ConfigMap default/found already exists');
    expect(output).toContain('pulumi import');
  });

  it('can be changed in part', async () => {
    await deploy('patch');
    expect(await kube('get', 'configmap', 'found', '-o', 'jsonpath={.data}')).toBe('{"a":"1","b":"2"}');
    await deploy('none');
    expect(await kube('get', 'configmap', 'found', '-o', 'jsonpath={.data}')).toBe('{"a":"1"}');
  });

  it('can be imported, and then belongs to the stack', async () => {
    expect(await deploy('import')).toContain('1 imported');
    await program.succeed('up', '--yes', '--skip-preview', '--expect-no-changes');
    await deploy('none');
    expect(await kube('get', 'configmaps', '-o', 'name')).not.toContain('found');
  });
});

describe('the provider', () => {
  it('waits for finalizers and says which', async () => {
    await deploy('held');
    expect(await deployInVain('none')).toContain('finalizers testbed.example/hold');
    await kube('patch', 'configmap', 'held', '--type=merge', '-p', '{"metadata":{"finalizers":null}}');
    await program.succeed('up', '--yes', '--skip-preview');
  });

  it('deploys manifests', async () => {
    await deploy('manifest');
    expect(await kube('get', 'configmap', 'from-yaml', '-o', 'jsonpath={.data.date}')).toBe('2020-01-02');
    await deploy('none');
  });

  it('refuses what it cannot serve, and says what to do', async () => {
    expect(await deployInVain('release')).toContain('pulumi plugin install resource kubernetes');
  });

  it('finds faults at the preview', async () => {
    await program.configure({ scenario: 'invalid' });
    expect(await program.fail('preview')).toContain('must be between 1 and 65535');
  });
});

describe('the language host', () => {
  it('tells about itself and the program', async () => {
    await program.configure({ scenario: 'none' });
    expect(await program.succeed('about')).toMatch(/nodejs: executable='.*' version='v2\d/);
  });

  it('runs the program for refresh and destroy, too', async () => {
    await program.succeed('refresh', '--yes', '--skip-preview', '--run-program');
    await program.succeed('destroy', '--yes', '--skip-preview', '--run-program');
  });

  it("shows the program's error", async () => {
    expect(await deployInVain('throws')).toContain('the program is at fault');
  });
});
