/** The embedded cluster on real parts: what it offers, what it survives and what it leaves. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  down,
  hasImage,
  importImage,
  info,
  list,
  processes,
  status,
  up,
  type ClusterInfo,
  type ClusterSpec,
} from '../../embedded';
import { answers } from '../../embedded/system/dns';
import { buildImage } from '../../toolchain';
import { census, type Census } from '../support/census';
import { killCluster } from '../support/kill';
import { Kubectl } from '../support/kubectl';

jest.setTimeout(300_000);

const root = join(__dirname, '..', '..');
const silent = { report: () => undefined };
const mebibyte = 1024 ** 2;
const name = 'test-embedded';
const spec: ClusterSpec = {
  name,
  nodes: [
    { name: 'node-1', cpu: 1, memory: 768 * mebibyte },
    {
      name: 'node-2',
      cpu: 0.5,
      memory: 512 * mebibyte,
      labels: { 'testbed/role': 'load' },
      taints: [{ key: 'testbed/role', value: 'load', effect: 'NoSchedule' }],
    },
  ],
};

let state: string;
let before: Census;
let cluster: ClusterInfo;
let kubectl: Kubectl;
let image: string;

/** Tries until it does not throw any more. */
async function eventually<T>(what: string, attempt: () => Promise<T>, seconds = 60): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`, { cause: error });
      await sleep(200);
    }
  }
}

/** A pod that runs a program of Node, on the node named. */
function pod(podName: string, node: string, program: string, resources: object = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: podName, namespace: 'default', labels: { app: podName } },
    spec: {
      nodeSelector: { 'kubernetes.io/hostname': node },
      tolerations: [{ operator: 'Exists' }],
      terminationGracePeriodSeconds: 0,
      containers: [
        { name: 'main', image, imagePullPolicy: 'Never', command: ['/usr/local/bin/node', '-e', program], resources },
      ],
    },
  };
}

const ready = (podName: string): Promise<string> =>
  kubectl.run(['wait', `pod/${podName}`, '--for=condition=Ready', '--timeout=60s']);

const evaluate = (podName: string, program: string): Promise<string> =>
  kubectl.run(['exec', podName, '--', '/usr/local/bin/node', '-e', program]);

/** The command line in a process of its own, so that it can be killed. */
const calling = (...args: string[]): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', join(root, 'embedded/main.ts'), ...args], {
    cwd: root,
    stdio: 'ignore',
    // What a test sets in its environment does not go on to its children by itself.
    env: { ...process.env },
  });

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), 'testbed-state-'));
  process.env['XDG_STATE_HOME'] = state;
  before = await census(name);
  const archive = await buildImage('sample', silent);
  image = archive.ref;
  cluster = await up(spec, silent);
  kubectl = new Kubectl(cluster.kubeconfig);
  await importImage(name, archive, silent);
});

afterAll(async () => {
  for (const each of await list()) if (each.startsWith('test-embedded')) await down(each, silent);
  kubectl?.dispose();
  rmSync(state, { recursive: true, force: true });
});

describe('a cluster that is up', () => {
  it('has its nodes Ready, with allocatable of exactly their size, labels and taints', async () => {
    interface Node {
      metadata: { name: string; labels: Record<string, string> };
      spec: { taints?: object[] };
      status: { allocatable: Record<string, string>; conditions: { type: string; status: string }[] };
    }
    const { items } = await kubectl.json<{ items: Node[] }>(['get', 'nodes']);
    expect(
      items.map((node) => [node.metadata.name, node.status.allocatable['cpu'], node.status.allocatable['memory']]),
    ).toEqual([
      ['node-1', '1', '768Mi'],
      ['node-2', '500m', '512Mi'],
    ]);
    for (const { status: now } of items) {
      expect(now.conditions.find(({ type }) => type === 'Ready')?.status).toBe('True');
    }
    expect(items[1]?.metadata.labels['testbed/role']).toBe('load');
    expect(items[1]?.spec.taints).toEqual([{ key: 'testbed/role', value: 'load', effect: 'NoSchedule' }]);
  });

  it('answers DNS by the Service address, also to this machine', async () => {
    const server = /^https:\/\/(10\.\d+)\./.exec(cluster.endpoint)?.[1];
    expect(await answers(`${server}.16.10`, 'kubernetes.default.svc.cluster.local')).toBe(true);
    expect(await answers(`${server}.16.10`, 'nothing.default.svc.cluster.local')).toBe(false);
  });

  it('says that it runs, and does nothing when it is to be brought up again', async () => {
    expect(await status(name)).toEqual({ state: 'running', problems: [] });
    const pids = await processes(name);
    expect(await up(spec, silent)).toEqual(cluster);
    expect(await processes(name)).toEqual(pids);
    expect(await info(name)).toEqual(cluster);
    expect(await list()).toContain(name);
    expect(await hasImage(name, image)).toBe(true);
    expect(await hasImage(name, 'testbed.local/none:0')).toBe(false);
  });

  it('lets nobody in without a certificate, and gives the API server no more than it needs of the kubelets', async () => {
    const stranger = cluster.kubeconfig.replace(/^ *client-(certificate|key)-data:.*$/gm, '');
    const anonymous = new Kubectl(stranger);
    await expect(anonymous.run(['get', '--raw', '/version'])).rejects.toThrow(/Unauthorized|credentials|Username/);
    anonymous.dispose();
  });

  it('keeps every key to its owner', () => {
    const keys = readdirSync(cluster.stateDir, { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && /\.(key|kubeconfig)$/.test(entry.name) && !entry.parentPath.includes('/lib'),
    );
    expect(keys.length).toBeGreaterThan(10);
    for (const { name: file, parentPath } of keys) {
      expect([file, statSync(join(parentPath, file)).mode & 0o777]).toEqual([file, 0o600]);
      expect(statSync(parentPath).mode & 0o777).toBe(0o700);
    }
  });

  it('listens on nothing of this machine', async () => {
    const listening = (namespacePid: number): string[] =>
      readFileSync(`/proc/${namespacePid}/net/tcp`, 'utf8')
        .split('\n')
        .slice(1)
        .map((line) => line.trim().split(/\s+/))
        .filter((fields) => fields[3] === '0A')
        .map((fields) =>
          Buffer.from(fields[1]?.slice(0, 8) ?? '', 'hex')
            .reverse()
            .join('.'),
        );
    const pids = await processes(name);
    const inNamespace = (pid: number): string => readFileSync(`/proc/${pid}/cgroup`, 'utf8');
    expect(inNamespace(pids['etcd'] ?? 0)).toContain(`/autoscaling-testbed/${name}/control`);
    const gateway = cluster.endpoint.slice('https://'.length, -':6443'.length);
    expect([...new Set(listening(pids['kube-apiserver'] ?? 0))].sort()).toEqual([gateway, '127.0.0.1'].sort());
    expect([...new Set(listening(pids['n1-kubelet'] ?? 0))].sort()).toEqual(
      [cluster.addresses['node-1'], '127.0.0.1'].sort(),
    );
    expect((await census(name)).links.filter((link) => !before.links.includes(link))).toEqual([
      expect.stringMatching(/^atb\d+$/),
    ]);
  });

  it('connects pods across nodes by a Service, and with the API server and this machine', async () => {
    const serve = `require('http').createServer((q, s) => { console.log('asked'); s.end('hello from ' + process.env.HOSTNAME) }).listen(80)`;
    await kubectl.apply(pod('server', 'node-2', serve), pod('client', 'node-1', 'setInterval(() => {}, 1000)'), {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'server', namespace: 'default' },
      spec: { selector: { app: 'server' }, ports: [{ port: 80 }] },
    });
    await ready('server');
    await ready('client');
    const ask = `fetch('http://server.default.svc.cluster.local').then((r) => r.text()).then(console.log)`;
    expect(await eventually('the client gets an answer', () => evaluate('client', ask))).toBe('hello from server\n');
    expect(await kubectl.run(['logs', 'server'])).toContain('asked\n');
    const kubernetes = `process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'; fetch('https://kubernetes.default.svc').then((r) => console.log(r.status))`;
    expect(await evaluate('client', kubernetes)).toBe('401\n');
    const { status: now } = await kubectl.json<{ status: { podIP: string } }>(['get', 'pod', 'server']);
    expect(await (await fetch(`http://${now.podIP}`)).text()).toBe('hello from server');
    const { spec: service } = await kubectl.json<{ spec: { clusterIP: string } }>(['get', 'service', 'server']);
    expect(await (await fetch(`http://${service.clusterIP}`)).text()).toBe('hello from server');
  });

  it('holds a pod to its CPU limit, and tells how long it was held', async () => {
    const burn = 'const end = Date.now() + 1e9; while (Date.now() < end);';
    await kubectl.apply(pod('burner', 'node-1', burn, { requests: { cpu: '200m' }, limits: { cpu: '200m' } }));
    await ready('burner');
    const sample = async (metric: string): Promise<number> => {
      const text = await kubectl.run(['get', '--raw', '/api/v1/nodes/node-1/proxy/metrics/cadvisor']);
      const line = text
        .split('\n')
        .find((row) => row.startsWith(`${metric}{container="main"`) && row.includes('pod="burner"'));
      if (!line) throw new Error(`${metric} of the pod burner is not there`);
      return Number(line.split(' ')[1]);
    };
    await eventually('throttling is counted', async () => {
      expect(await sample('container_cpu_cfs_throttled_periods_total')).toBeGreaterThan(5);
    });
    const group = readdirSync('/proc')
      .filter((pid) => /^\d+$/.test(pid))
      .find((pid) => {
        try {
          return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(burn);
        } catch {
          return false;
        }
      });
    // CPU time that the process had in some seconds, from its own accounting: user and system ticks of 10 ms.
    const used = (): number => {
      const fields = readFileSync(`/proc/${group}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) / 100;
    };
    const [cpu, time] = [used(), performance.now()];
    await sleep(5000);
    const cores = (used() - cpu) / ((performance.now() - time) / 1000);
    expect(cores).toBeLessThan(0.23);
    await kubectl.run(['delete', 'pod', 'burner', '--wait=false']);
  });

  it('gives metrics-server what it needs to verify the kubelets', async () => {
    const ca = await kubectl.json<{ data: Record<string, string> }>([
      'get',
      'configmap',
      'kube-root-ca.crt',
      '-n',
      'kube-system',
    ]);
    const { request } = await import('node:https');
    const code = await new Promise((resolve, reject) => {
      const asked = request(
        `https://${cluster.addresses['node-1']}:10250/metrics/resource`,
        { ca: ca.data['ca.crt'] ?? '' },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      asked.on('error', reject);
      asked.end();
    });
    expect(code).toBe(401);
  });
});

describe('nodes that come, change and go', () => {
  it('joins a new node with the images of the others, resizes one, and takes one away', async () => {
    const pids = await processes(name);
    const [first, second] = spec.nodes;
    if (!first || !second) throw new Error('two nodes expected');
    const larger = { ...second, cpu: 0.7, labels: { 'testbed/role': 'other' }, taints: [] };
    const third = { name: 'node-3', cpu: 0.3, memory: 256 * mebibyte };
    const changed = await up({ name, nodes: [first, larger, third] }, silent);
    expect(changed.kubeconfig).toBe(cluster.kubeconfig);
    expect(Object.keys(changed.addresses)).toEqual(['node-1', 'node-2', 'node-3']);
    expect(await hasImage(name, image)).toBe(true);
    expect((await processes(name))['n1-kubelet']).toBe(pids['n1-kubelet']);
    interface Node {
      metadata: { labels: Record<string, string> };
      spec: { taints?: object[] };
      status: { allocatable: Record<string, string> };
    }
    await eventually('allocatable is the new size', async () => {
      const node = await kubectl.json<Node>(['get', 'node', 'node-2']);
      expect(node.status.allocatable['cpu']).toBe('700m');
      expect(node.metadata.labels['testbed/role']).toBe('other');
      expect(node.spec.taints ?? []).toEqual([]);
    });
    expect(await up(spec, silent)).toEqual(cluster);
    expect((await kubectl.run(['get', 'nodes', '-o', 'name'])).trim().split('\n')).toEqual([
      'node/node-1',
      'node/node-2',
    ]);
    expect(existsSync(join(cluster.stateDir, 'nodes/n3'))).toBe(false);
    await ready('server');
  });
});

describe('what dies', () => {
  const services = [
    'etcd',
    'kube-apiserver',
    'kube-controller-manager',
    'kube-scheduler',
    'n1-kubelet',
    'n1-containerd',
    'n2-kube-proxy',
  ];

  it.each(services)('%s is started again when it is killed, and the cluster recovers by itself', async (service) => {
    const pid = (await processes(name))[service] ?? 0;
    process.kill(pid, 'SIGKILL');
    await eventually(`${service} runs again`, async () =>
      expect((await processes(name))[service] ?? pid).not.toBe(pid),
    );
    await eventually('the cluster runs', async () =>
      expect(await status(name)).toEqual({ state: 'running', problems: [] }),
    );
  });

  it('keeps pods while control plane, kubelet and containerd are replaced', async () => {
    const { status: now } = await kubectl.json<{ status: { containerStatuses: { restartCount: number }[] } }>([
      'get',
      'pod',
      'client',
    ]);
    expect(now.containerStatuses[0]?.restartCount).toBe(0);
    const ask = `fetch('http://server.default.svc.cluster.local').then((r) => r.text()).then(console.log)`;
    // A kubelet that has just started does not know its pods at once.
    expect(await eventually('the client gets an answer', () => evaluate('client', ask))).toBe('hello from server\n');
  });

  it('a node whose supervisor is killed is seen as broken, and mended', async () => {
    process.kill((await processes(name))['n1'] ?? 0, 'SIGKILL');
    await eventually('the cluster is seen as broken', async () => expect((await status(name)).state).toBe('broken'));
    expect(await up(spec, silent)).toEqual(cluster);
    expect(await status(name)).toEqual({ state: 'running', problems: [] });
  });

  it('a cluster without its supervisor is broken, and mended in place', async () => {
    await kubectl.run(['create', 'configmap', 'kept', '--from-literal=a=b']);
    process.kill((await processes(name))['supervisor'] ?? 0, 'SIGKILL');
    await eventually('its death is seen', async () =>
      expect(await status(name)).toEqual({ state: 'broken', problems: ['the supervisor does not run'] }),
    );
    expect(await up(spec, silent)).toEqual(cluster);
    expect(await kubectl.run(['get', 'configmap', 'kept', '-o', 'jsonpath={.data.a}'])).toBe('b');
  });

  it('a cluster of which nothing runs any more comes back with its data and its pods', async () => {
    await killCluster(name);
    rmSync(join('/run/autoscaling-testbed', name), { recursive: true, force: true });
    expect((await status(name)).state).toBe('broken');
    expect(await hasImage(name, image)).toBe(true);
    expect(await up(spec, silent)).toEqual(cluster);
    expect(await kubectl.run(['get', 'configmap', 'kept', '-o', 'jsonpath={.data.a}'])).toBe('b');
    await eventually('the pods run again', async () => {
      const ask = `fetch('http://server.default.svc.cluster.local').then((r) => r.text()).then(console.log)`;
      expect(await evaluate('client', ask)).toBe('hello from server\n');
    });
  });
});

describe('several clusters', () => {
  it('run beside each other, each with addresses of its own', async () => {
    const other = `${name}-2`;
    const second = await up({ name: other, nodes: [{ name: 'node-1', cpu: 0.5, memory: 512 * mebibyte }] }, silent);
    expect(second.endpoint).not.toBe(cluster.endpoint);
    expect(await status(other)).toEqual({ state: 'running', problems: [] });
    expect(await status(name)).toEqual({ state: 'running', problems: [] });
    await down(other, silent);
    expect(await status(other)).toEqual({ state: 'absent', problems: [] });
    expect(await status(name)).toEqual({ state: 'running', problems: [] });
  });

  /** Does something as a user with another state folder would. */
  async function elsewhere(task: () => Promise<void>): Promise<void> {
    const own = process.env['XDG_STATE_HOME'];
    const other = mkdtempSync(join(tmpdir(), 'testbed-state-'));
    process.env['XDG_STATE_HOME'] = other;
    try {
      await task();
    } finally {
      process.env['XDG_STATE_HOME'] = own;
      rmSync(other, { recursive: true });
    }
  }

  it('refuses a name that another state folder uses', async () => {
    await elsewhere(async () => {
      await expect(up(spec, silent)).rejects.toThrow(
        `a cluster named "${name}" runs already on this machine, from ${state}`,
      );
      await expect(down(name, silent)).rejects.toThrow('runs already on this machine');
    });
  });

  it('gives the name of a cluster that has died to another state folder', async () => {
    const small = { name: `${name}-3`, nodes: [{ name: 'node-1', cpu: 0.5, memory: 512 * mebibyte }] };
    await up(small, silent);
    await killCluster(small.name);
    await elsewhere(async () => {
      await up(small, silent);
      expect(await status(small.name)).toEqual({ state: 'running', problems: [] });
      await down(small.name, silent);
    });
    await down(small.name, silent);
    expect(await status(small.name)).toEqual({ state: 'absent', problems: [] });
  });
});

describe('the end', () => {
  it('leaves nothing, while pods run, and may be repeated', async () => {
    await down(name, silent);
    expect(await status(name)).toEqual({ state: 'absent', problems: [] });
    await down(name, silent);
    expect(await census(name)).toEqual(before);
  });

  it('leaves nothing when the first start fails or is aborted', async () => {
    const cut = new AbortController();
    const starting = up(spec, {
      report: () => undefined,
      signal: cut.signal,
      onPhase: () => cut.abort(new Error('cut short')),
    });
    await expect(starting).rejects.toThrow('cut short');
    expect(await census(name)).toEqual(before);
  });

  // Before anything, among the namespaces, while the control plane starts, while nodes join.
  it.each([400, 800, 1500, 4000])('works after a start was killed after %i ms', async (milliseconds) => {
    const child = calling('up', name, '--node', 'node-1:1:768', 'node-2:0.5:512');
    await sleep(milliseconds);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect((await status(name)).state).not.toBe('running');
    await down(name, silent);
    expect(await census(name)).toEqual(before);
  });

  it('works after a start, and then the end itself, was killed', async () => {
    const starting = calling('up', name, '--node', 'node-1:1:768', 'node-2:0.5:512');
    await sleep(2500);
    starting.kill('SIGKILL');
    await once(starting, 'exit');
    await up(spec, silent);
    expect(await status(name)).toEqual({ state: 'running', problems: [] });
    const ending = calling('down', name);
    await sleep(450);
    ending.kill('SIGKILL');
    await once(ending, 'exit');
    await down(name, silent);
    expect(await census(name)).toEqual(before);
  });

  it('finds and ends a cluster whose state folder is lost', async () => {
    await up(spec, silent);
    // Moved and not removed: the kubelets write into it meanwhile, and a removal races with them.
    renameSync(join(state, 'autoscaling-testbed'), join(state, 'lost'));
    expect(await status(name)).toEqual({ state: 'broken', problems: ['its record is gone or damaged'] });
    expect(await list()).toContain(name);
    await down(name, silent);
    expect(await census(name)).toEqual(before);
  });
});
