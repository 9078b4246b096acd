import { removeCopies, Replicas } from '../../../../experiments/demand/replicas';
import type { CallOptions, Kube } from '../../../../experiments/kube';

const DEPLOYMENTS = '/apis/apps/v1/namespaces/app/deployments';
const SERVICES = '/api/v1/namespaces/app/services';
const target = { workload: { namespace: 'app', deployment: 'shop', service: 'web', port: 80 } };
const { signal } = new AbortController();

/** An API server with a workload in it; pods of the copy are there, and ready, a question after they are asked for. */
function cluster() {
  const calls: string[] = [];
  const copies = new Map<string, unknown>();
  let replicas = 0;
  const shop = {
    metadata: { name: 'shop', namespace: 'app', uid: 'u-1' },
    spec: { selector: { matchLabels: { app: 'shop' } }, template: { metadata: { labels: { app: 'shop' } }, spec: {} } },
  };
  const items = (path: string) =>
    [...copies.keys()].filter((key) => key.startsWith(path)).map((key) => key.slice(path.length + 1));
  const answer = (method: string, path: string, { body }: CallOptions): unknown => {
    if (method === 'POST') copies.set(`${path}/${(body as typeof shop).metadata.name}`, body);
    if (method === 'DELETE') copies.delete(path);
    if (method === 'PATCH') replicas = (body as { spec: { replicas: number } }).spec.replicas;
    if (method !== 'GET') return {};
    if (path === `${DEPLOYMENTS}/shop`) return shop;
    if (path === `${SERVICES}/web`) return { spec: { ports: [{ port: 80 }] } };
    if (!path.endsWith('/pods')) return { items: items(path).map((name) => ({ metadata: { name } })) };
    const there = copies.has(`${DEPLOYMENTS}/shop-demand`) ? replicas : 0;
    const ready = { status: { conditions: [{ type: 'Ready', status: 'True' }] } };
    return { items: Array.from({ length: there }, () => ready) };
  };
  const kube = {
    call: (method: string, path: string, options: CallOptions = {}) => {
      if (method !== 'GET') calls.push(`${method} ${path}`);
      return Promise.resolve(answer(method, path, options));
    },
  } as unknown as Kube;
  return { kube, calls };
}

it('makes the copy, scales it and takes it away; the workload itself is not touched', async () => {
  const { kube, calls } = cluster();
  const replicas = new Replicas(kube, target);
  await replicas.create(signal);
  await replicas.scale(3, signal);
  expect(replicas.workload).toEqual({ namespace: 'app', deployment: 'shop-demand', service: 'shop-demand', port: 80 });
  await expect(removeCopies(kube, 'app', signal)).resolves.toBe(true);
  expect(calls).toEqual([
    `POST ${DEPLOYMENTS}`,
    `POST ${SERVICES}`,
    `PATCH ${DEPLOYMENTS}/shop-demand`,
    `DELETE ${SERVICES}/shop-demand`,
    `DELETE ${DEPLOYMENTS}/shop-demand`,
  ]);
});

it('takes what a killed search has left away before it makes its own', async () => {
  const { kube, calls } = cluster();
  await new Replicas(kube, target).create(signal);
  calls.length = 0;
  await new Replicas(kube, target).create(signal);
  expect(calls.map((call) => call.split(' ')[0])).toEqual(['DELETE', 'DELETE', 'POST', 'POST']);
});

it('leaves a cluster alone in which no search was', async () => {
  const { kube, calls } = cluster();
  await expect(removeCopies(kube, 'app', signal)).resolves.toBe(false);
  expect(calls).toEqual([]);
});

it('knows pods by what they are made of', async () => {
  const { kube } = cluster();
  const own = await new Replicas(kube, target).fingerprint(signal);
  expect(own).toMatch(/^[0-9a-f]{16}$/);
  await expect(new Replicas(kube, target).fingerprint(signal)).resolves.toBe(own);
});
