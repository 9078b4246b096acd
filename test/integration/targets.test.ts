/** The targets besides the embedded cluster: kind as far as it goes without Docker, and a cluster that is there already. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { kindConfig } from '../../components/cluster/kind/config';
import { kindSettings } from '../../components/cluster/kind/settings';
import { importImage } from '../../embedded';
import { createCluster } from '../../plugins/testbed/kind/clusters';
import { buildImage } from '../../toolchain';
import type { ImageName } from '../../toolchain/types';
import { census } from '../support/census';
import { Executables } from '../support/executables';
import { changed, inventory } from '../support/inventory';
import { eventually, succeeded, TestStack } from '../support/stack';

jest.setTimeout(300_000);
const quiet = { report: () => undefined };

describe('kind without Docker', () => {
  const executables = new Executables();
  afterAll(() => executables.dispose());

  it('reads our configuration, and would start nodes with ports of 127.0.0.1 only', async () => {
    // As much of an engine as kind v0.33.0 asks for before it starts nodes (pkg/cluster/internal/providers/docker).
    executables.add(
      'docker',
      `case "$*" in
  "info --format {{json .}}")
    echo '{"CgroupDriver":"systemd","CgroupVersion":"2","MemoryLimit":true,"PidsLimit":true,"CPUShares":true}' ;;
  run*) echo "there is no engine" >&2; exit 125 ;;
esac`,
    );
    const config = kindConfig(kindSettings.parse({}), 2, 30090);
    await expect(createCluster('testbed-none', config, quiet)).rejects.toThrow('there is no engine');
    const runs = executables.calls('docker run').sort();
    const names = runs.map((call) => /--name (\S+)/.exec(call)?.[1]);
    expect(names).toEqual(
      expect.arrayContaining(['testbed-none-control-plane', 'testbed-none-worker', 'testbed-none-worker3']),
    );
    expect(runs.every((call) => call.endsWith(` ${kindSettings.parse({}).nodeImage}`))).toBe(true);
    const published = runs.flatMap((call) => [...call.matchAll(/--publish=(\S+)/g)].map(([, where = '']) => where));
    expect(published).toEqual(
      expect.arrayContaining(['127.0.0.1:8080:80/TCP', '127.0.0.1:8443:443/TCP', '127.0.0.1:30090:30090/TCP']),
    );
    expect(published.filter((where) => !where.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('finds what is wrong with a configuration by itself: it was read', async () => {
    const config = { ...kindConfig(kindSettings.parse({}), 1, 30090), nodez: [] };
    await expect(createCluster('testbed-none', config, quiet)).rejects.toThrow(/nodez/);
  });

  it('is refused before anything is created when Docker does not answer', async () => {
    executables.add('docker', 'echo "Cannot connect to the Docker daemon" >&2; exit 1');
    const stack = new TestStack('test-kind');
    try {
      const args = ['cluster=kind', 'experiment.preset=none'].flatMap((setting) => ['--config', setting]);
      const { code, output } = await stack.cli.run('up', ...args);
      expect(code).not.toBe(0);
      expect(output).toMatch(/cluster is "kind": Docker does not answer \(Cannot connect to the Docker daemon\)/);
      const state = succeeded(await stack.cli.pulumi('stack', 'export'));
      const { deployment } = JSON.parse(state) as { deployment: { resources?: { type: string }[] } };
      const made = (deployment.resources ?? [])
        .map(({ type }) => type)
        .filter((type) => type !== 'pulumi:pulumi:Stack');
      expect(made).toEqual([]);
    } finally {
      await stack.end();
    }
  });
});

describe("a cluster that is there: another stack's", () => {
  const PREFIX = 'testbed-test-targets-b';
  const folder = mkdtempSync(join(tmpdir(), 'testbed-targets-'));
  const host = new TestStack('test-targets-a');
  const guest = new TestStack('test-targets-b');
  let machine: Awaited<ReturnType<typeof census>>;
  let before: Map<string, string>;
  let settings: string[] = [];

  /** An image of this machine in the host's nodes, which for the guest is one that the nodes can run. */
  async function bring(name: ImageName): Promise<string> {
    const image = await buildImage(name, quiet);
    process.env['XDG_STATE_HOME'] = host.cli.state;
    try {
      await importImage(host.cli.stack, image, quiet);
    } finally {
      delete process.env['XDG_STATE_HOME'];
    }
    return `existing.images.${name}=${image.ref}`;
  }

  const guestUp = (...config: string[]) =>
    guest.cli.run('up', ...[...settings, ...config].flatMap((setting) => ['--config', setting]));

  beforeAll(async () => {
    machine = await census('test-targets-a');
    await host.choose('fixed');
    const path = join(folder, 'kubeconfig');
    const kubeconfig = succeeded(await host.cli.pulumi('stack', 'output', 'kubeconfig', '--show-secrets'));
    writeFileSync(path, kubeconfig, { mode: 0o600 });
    const role = 'autoscaling-testbed/role';
    settings = [
      'cluster=existing',
      `existing.kubeconfig=${path}`,
      // No registry of images is in reach here.
      'existing.helm=false',
      `existing.placement.app.nodeSelector["${role}"]=app`,
      `existing.placement.system.nodeSelector["${role}"]=system`,
      `existing.placement.system.tolerations[0].key=${role}`,
      'existing.placement.system.tolerations[0].effect=NoSchedule',
    ];
    const kube = await host.kube();
    const inventoried = async () => {
      const found = await inventory(kube);
      // What comes of the stack's own start is over once two looks see the same.
      const same = before !== undefined && changed(found, before).length === 0 && changed(before, found).length === 0;
      before = found;
      return same ? true : undefined;
    };
    await eventually('a cluster at rest', inventoried);
  });
  afterAll(async () => {
    await guest.end();
    await host.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is refused with all that is missing, before anything is created', async () => {
    const { code, output } = await guestUp('experiment.preset=none', 'existing.installed.metrics-server=refuse');
    expect(code).not.toBe(0);
    expect(output).toMatch(/metrics-server is installed \(Service kube-system\/metrics-server\).*"refuse"/);
    expect(output).toContain('set existing.images.sample, existing.images.prometheus.');
    expect(changed(before, await inventory(await host.kube()))).toEqual([]);
  });

  it('is refused to who lacks rights, and they are listed', async () => {
    const { clusters, contexts } = parse(await readKubeconfig()) as {
      clusters: unknown;
      contexts: [{ context: object }];
    };
    const kube = await host.kube();
    const account = '/api/v1/namespaces/default/serviceaccounts/default/token';
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 600 } };
    const { status } = await kube.call<{ status: { token: string } }>('POST', account, { body });
    const path = join(folder, 'powerless');
    const context = { ...contexts[0].context, user: 'powerless' };
    const users = [{ name: 'powerless', user: { token: status.token } }];
    const config = { clusters, users, contexts: [{ name: 'p', context }], 'current-context': 'p' };
    writeFileSync(path, JSON.stringify({ apiVersion: 'v1', kind: 'Config', ...config }), { mode: 0o600 });
    const { code, output } = await guestUp('experiment.preset=none', `existing.kubeconfig=${path}`);
    expect(code).not.toBe(0);
    // It may not even look.
    expect(output).toMatch(/context p cannot be looked at: .*forbidden/i);
  });

  const readKubeconfig = async () =>
    succeeded(await host.cli.pulumi('stack', 'output', 'kubeconfig', '--show-secrets'));

  it('runs the experiment with what is installed, in namespaces of its own', async () => {
    for (const name of ['sample', 'k6', 'prometheus', 'prometheus-adapter'] as const) settings.push(await bring(name));
    const output = succeeded(
      await guestUp('autoscaler=hpa-cpu', 'experiment.preset=smoke', 'existing.installed.metrics-server=use'),
    );
    expect(output).toMatch(/Verdict: (PASS|FAIL)/);
    const namespaces = await guest.names('/api/v1/namespaces');
    expect(namespaces.filter((name) => name.startsWith(PREFIX))).toEqual([
      `${PREFIX}-app`,
      `${PREFIX}-load`,
      `${PREFIX}-monitoring`,
    ]);
    expect(changed(before, await inventory(await host.kube()))).toEqual([]);
  });

  it('swaps the variant, add-on and all', async () => {
    succeeded(await guestUp('autoscaler=hpa-requests', 'experiment.preset=none'));
    const path = `/apis/autoscaling/v2/namespaces/${PREFIX}-app/horizontalpodautoscalers`;
    expect(await guest.names(path)).toEqual(['sample-hpa-requests']);
    const api = await guest.get<{ spec: { service: object } }>(
      '/apis/apiregistration.k8s.io/v1/apiservices/v1beta2.custom.metrics.k8s.io',
    );
    expect(api?.spec.service).toMatchObject({ namespace: `${PREFIX}-prometheus-adapter` });
    await guest.expectNoChanges();
    expect(changed(before, await inventory(await host.kube()))).toEqual([]);
  });

  it('leaves the cluster as it was, byte for byte', async () => {
    succeeded(await guest.cli.run('down', '--remove'));
    const after = await inventory(await host.kube());
    expect(changed(before, after)).toEqual([]);
    expect([...after.keys()].filter((key) => !before.has(key))).toEqual([]);
  });

  it('leaves nothing on the machine', async () => {
    succeeded(await host.cli.run('down', '--remove'));
    expect(await census('test-targets-a')).toEqual(machine);
  });
});
