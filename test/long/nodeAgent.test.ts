/** The node agent on the real embedded cluster, without Karpenter: Node objects are made by hand, and real nodes come and go with them. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { down, importImage, list, processes, status, up, type ClusterInfo, type ClusterSpec } from '../../embedded';
import { readJournal, type Entry } from '../../embedded/agent/journal';
import { layoutFor } from '../../embedded/context';
import { exec } from '../../embedded/system/exec';
import { buildImage } from '../../toolchain';
import { census, type Census } from '../support/census';
import { killCluster } from '../support/kill';
import { Kubectl } from '../support/kubectl';
import { pooledNode } from '../support/pooledNode';

jest.setTimeout(300_000);

const silent = { report: () => undefined };
const name = 'test-agent';
const size = { cpu: 0.5, memory: 512 };
const spec: ClusterSpec = {
  name,
  nodes: [{ name: 'node-1', cpu: 1, memory: 768 * 1024 ** 2 }],
  agent: {
    maxNodes: 2,
    pools: {
      late: { delay: 3 },
      slow: { pullBytesPerSecond: 20e6 },
      never: { failures: { never: { share: 1 } } },
      dies: { failures: { dies: { share: 1, after: 8 } } },
      spot: { failures: { interrupted: { share: 1, after: 8, noticeSeconds: 5 } } },
    },
  },
};

let state: string;
let before: Census;
let cluster: ClusterInfo;
let kubectl: Kubectl;
let image: string;

async function eventually<T>(what: string, attempt: () => T | Promise<T>, seconds = 60): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`, { cause: error });
      await sleep(100);
    }
  }
}

const journal = (node: string): Entry[] => readJournal(layoutFor(name)).filter((entry) => entry.node === node);
const events = (node: string): string[] => journal(node).map(({ event }) => event);
const happened = (node: string, event: string, seconds = 60): Promise<void> =>
  eventually(`${node} ${event}`, () => expect(events(node)).toContain(event), seconds);

/** kubectl would leave `status` out, which is where the size is. */
const create = (node: string, pool = ''): Promise<string> =>
  kubectl.run(['create', '--raw', '/api/v1/nodes', '-f', '-'], JSON.stringify(pooledNode(node, size, pool)));
const remove = (node: string): Promise<string> => kubectl.run(['delete', 'node', node, '--ignore-not-found']);
const ready = (node: string, seconds = 60): Promise<string> =>
  kubectl.run(['wait', `node/${node}`, '--for=condition=Ready', `--timeout=${seconds}s`]);

const agentPid = async (): Promise<number> => (await processes(name))['node-agent'] ?? 0;
async function killAgent(): Promise<void> {
  const pid = await eventually('the agent runs', async () => {
    const found = await agentPid();
    expect(found).toBeGreaterThan(0);
    return found;
  });
  process.kill(pid, 'SIGKILL');
}

/** What a node can leave: on this machine, in the cluster's own namespaces, and among its keys. */
async function traces(): Promise<unknown> {
  const now = await census(name);
  const { supervisor = 0 } = await processes(name);
  const inside = (...command: string[]): Promise<string> =>
    exec(['nsenter', `--mount=/proc/${supervisor}/ns/mnt`, `--net=/proc/${supervisor}/ns/net`, ...command]);
  const links = (await inside('ip', '-o', 'link', 'show')).match(/\bnode\d+/g);
  const routes = (await inside('ip', 'route', 'show')).match(/\S+\.0\/24 via .*/g);
  const files = ['pki', 'config', 'service', 'nodes', 'log'].flatMap((dir) => readdirSync(join(cluster.stateDir, dir)));
  return {
    ...now,
    // The agent may have been killed meanwhile; it has a compiler only until it has read its sources.
    processes: now.processes
      .map((line) => line.replace(/^\d+ /, ''))
      .filter((line) => !line.includes('/bin/esbuild '))
      .sort(),
    mounts: (await inside('cat', '/proc/self/mountinfo')).split('\n').length,
    links: [now.links, [...new Set(links)].sort()],
    routes: [now.routes, routes?.sort()],
    state: files.sort(),
  };
}

const pod = (podName: string, node: string): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: podName, namespace: 'default' },
  spec: {
    nodeSelector: { 'kubernetes.io/hostname': node },
    terminationGracePeriodSeconds: 0,
    containers: [
      {
        name: 'main',
        image,
        imagePullPolicy: 'Never',
        command: ['/usr/local/bin/node', '-e', 'setInterval(() => {}, 1000)'],
      },
    ],
  },
});
const podReady = (podName: string): Promise<string> =>
  kubectl.run(['wait', `pod/${podName}`, '--for=condition=Ready', '--timeout=60s']);

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
  for (const each of await list()) if (each.startsWith('test-agent')) await down(each, silent);
  kubectl?.dispose();
  rmSync(state, { recursive: true, force: true });
});

describe('a node', () => {
  // As long as Karpenter's can be.
  const long = `kwok-${'long-'.repeat(11)}123`;

  it('comes with its Node object, of its size, and pods run on it', async () => {
    await create(long);
    await ready(long);
    interface Node {
      metadata: { uid: string; labels: Record<string, string> };
      status: { allocatable: Record<string, string> };
    }
    const node = await kubectl.json<Node>(['get', 'node', long]);
    expect(node.status.allocatable).toMatchObject({ cpu: '500m', memory: '512Mi', pods: '20' });
    expect(node.metadata.labels['node.kubernetes.io/instance-type']).toBe('test');
    await kubectl.apply(pod('one', long));
    await podReady('one');
    expect(await kubectl.run(['exec', 'one', '--', '/usr/local/bin/node', '-p', '6 * 7'])).toBe('42\n');
    expect(await status(name)).toEqual({ state: 'running', problems: [] });
    expect(await up(spec, silent)).toEqual(cluster);
    await kubectl.run(['delete', 'pod', 'one']);
    await happened(long, 'empty');
  });

  it('goes with its Node object, and is not made again by its kubelet', async () => {
    await remove(long);
    await happened(long, 'removed');
    expect((await kubectl.run(['get', 'nodes', '-o', 'name'])).trim()).toBe('node/node-1');
    expect(events(long)).toEqual(
      expect.arrayContaining(['claimed', 'launched', 'started', 'registered', 'ready', 'occupied', 'empty', 'gone']),
    );
  });

  it('leaves nothing in ten cycles', async () => {
    const clean = await traces();
    for (let cycle = 1; cycle <= 10; cycle++) {
      const names = [`cycle-${cycle}a`, `cycle-${cycle}b`];
      await Promise.all(names.map((each) => create(each)));
      for (const each of names) await ready(each);
      await Promise.all(names.map(remove));
      for (const each of names) await happened(each, 'removed');
    }
    await eventually('nothing is left', async () => expect(await traces()).toEqual(clean), 20);
  });

  it('waits while there are as many as the agent may have', async () => {
    await create('first');
    await create('second');
    await create('third');
    await happened('third', 'waiting');
    await ready('first');
    await ready('second');
    await remove('first');
    await ready('third');
    await Promise.all(['second', 'third'].map(remove));
    await happened('third', 'removed');
  });

  it('has a new image that is given to the cluster while it runs', async () => {
    await create('a');
    await ready('a');
    const k6 = await buildImage('k6', silent);
    await importImage(name, k6, silent);
    interface Node {
      status: { images: { names: string[] }[] };
    }
    await eventually('the image is there', async () => {
      const { status: now } = await kubectl.json<Node>(['get', 'node', 'a']);
      expect(now.images.flatMap(({ names }) => names)).toContain(k6.ref);
    });
    await remove('a');
    await happened('a', 'removed');
  });
});

describe('what is killed', () => {
  it.each([0, 100, 300, 700, 1500])('the agent, %d ms after a Node came and after it went', async (milliseconds) => {
    const clean = await traces();
    const node = `killed-${milliseconds}`;
    await create(node);
    await sleep(milliseconds);
    await killAgent();
    await ready(node);
    await remove(node);
    await sleep(milliseconds / 10);
    await killAgent();
    await eventually('nothing is left', async () => expect(await traces()).toEqual(clean));
  });

  it('a node, which comes back by itself with its network', async () => {
    await create('a');
    await ready('a');
    const pids = await processes(name);
    const [index] = Object.keys(pids).filter((service) => /^n(6[1-9]|[7-9]\d|1\d\d)$/.test(service));
    process.kill(pids[index ?? ''] ?? 0, 'SIGKILL');
    await eventually('another supervisor', async () =>
      expect((await processes(name))[index ?? ''] ?? pids[index ?? '']).not.toBe(pids[index ?? '']),
    );
    await eventually('the kubelet answers', async () =>
      expect(await kubectl.run(['get', '--raw', '/api/v1/nodes/a/proxy/healthz'])).toBe('ok'),
    );
    await ready('a');
  });

  it('the whole cluster: the node comes back when it is mended', async () => {
    await killCluster(name);
    await up(spec, silent);
    await ready('a', 120);
    await eventually('the kubelet answers', async () =>
      expect(await kubectl.run(['get', '--raw', '/api/v1/nodes/a/proxy/healthz'])).toBe('ok'),
    );
    await remove('a');
    await eventually('its processes are gone', async () =>
      expect(Object.keys(await processes(name)).filter((service) => /^n(6|7|8|9|1\d)\d/.test(service))).toEqual([]),
    );
  });
});

describe('as in a cloud', () => {
  const between = (node: string, from: string, to: string): number => {
    const time = (event: string): number =>
      Date.parse(journal(node).find((entry) => entry.event === event)?.time ?? '');
    return (time(to) - time(from)) / 1000;
  };

  it('a launch takes its time', async () => {
    await create('late', 'late');
    await ready('late');
    expect(between('late', 'claimed', 'launched')).toBeGreaterThanOrEqual(3);
    await remove('late');
    await happened('late', 'removed');
  });

  it('images take theirs', async () => {
    await create('slow', 'slow');
    await ready('slow', 120);
    const pulled = journal('slow').filter(({ event }) => event === 'pulled');
    expect(pulled.map((entry) => entry['image'])).toContain(image);
    for (const entry of pulled) expect(Number(entry['seconds'])).toBeGreaterThanOrEqual(Number(entry['bytes']) / 20e6);
    await remove('slow');
    await happened('slow', 'removed');
  });

  it('a node never comes', async () => {
    await create('never', 'never');
    await happened('never', 'claimed');
    await sleep(5_000);
    expect(events('never')).toEqual(['claimed']);
    await remove('never');
    await happened('never', 'removed');
  });

  it('a node dies, and is found to be gone', async () => {
    await create('dies', 'dies');
    await ready('dies');
    await happened('dies', 'died');
    // Kubernetes takes 40 to 50 s to see it.
    await happened('dies', 'gone', 120);
    await happened('dies', 'removed');
  });

  it('a node is interrupted, with notice', async () => {
    await create('spot', 'spot');
    await ready('spot');
    await happened('spot', 'removed');
    expect(events('spot')).toContain('interrupted');
    expect(await kubectl.run(['get', 'events', '-n', 'default', '-o', 'name'])).toContain('spot.interrupted');
  });
});

it('two clusters with agents do not take each other’s addresses', async () => {
  const second = await up({ ...spec, name: 'test-agent-2' }, silent);
  const other = new Kubectl(second.kubeconfig);
  try {
    await create('a');
    await other.run(['create', '--raw', '/api/v1/nodes', '-f', '-'], JSON.stringify(pooledNode('a', size)));
    await ready('a');
    await other.run(['wait', 'node/a', '--for=condition=Ready', '--timeout=60s']);
    interface Node {
      status: { addresses: { type: string; address: string }[] };
    }
    const [ours, theirs] = await Promise.all(
      [kubectl, other].map(async (each) => {
        const { status: now } = await each.json<Node>(['get', 'node', 'a']);
        return now.addresses.find(({ type }) => type === 'InternalIP')?.address;
      }),
    );
    expect(ours).not.toBe(theirs);
    for (const each of [kubectl, other])
      expect(await each.run(['get', '--raw', '/api/v1/nodes/a/proxy/healthz'])).toBe('ok');
  } finally {
    other.dispose();
    await down('test-agent-2', silent);
  }
});

it('a cluster that shall have no agent any more has neither its nodes nor their objects', async () => {
  await ready('a');
  const { agent, ...plain } = spec;
  expect(agent).toBeDefined();
  await up(plain, silent);
  expect((await kubectl.run(['get', 'nodes', '-o', 'name'])).trim()).toBe('node/node-1');
  expect(readdirSync(join(cluster.stateDir, 'nodes'))).toEqual(['n1']);
  expect((await processes(name))['node-agent']).toBeUndefined();
  await up(spec, silent);
});

it('down leaves nothing, also with nodes that come at that moment', async () => {
  await create('b');
  await happened('b', 'launched');
  await down(name, silent);
  expect(await census(name)).toEqual(before);
});
