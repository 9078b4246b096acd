import { Objects } from '../../../../plugins/kubernetes/client/objects';
import { remove, removal } from '../../../../plugins/testbed/removal';
import { ApiServer } from '../../../support/apiServer';

const server = new ApiServer();
beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => {
  server.requests.splice(0);
  server.onPatch = () => undefined;
});

const GRACE_SECONDS = 0.3;
const reference = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'a' };

async function removed(): Promise<{ warnings: string[] }> {
  const warnings: string[] = [];
  const context = {
    signal: new AbortController().signal,
    log: (severity: string, message: string) => void (severity === 'warning' && warnings.push(message)),
    status: () => undefined,
  };
  await remove(new Objects(server.connector), reference, GRACE_SECONDS, context);
  return { warnings };
}

const patches = () => server.requests.filter((request) => request.startsWith('PATCH'));

it('waits for the controller that lets go in time, and takes nothing from it', async () => {
  server.put('a', { metadata: { name: 'a', finalizers: ['finalizer.keda.sh'] } });
  const done = removed();
  setTimeout(() => server.remove('a'), 50);
  expect(await done).toEqual({ warnings: [] });
  expect(server.requests.some((request) => request.startsWith('DELETE'))).toBe(true);
  expect(patches()).toEqual([]);
});

it("takes a dead controller's finalizers away, and leaves the garbage collector's", async () => {
  server.put('a', { metadata: { name: 'a', finalizers: ['foregroundDeletion', 'finalizer.keda.sh'] } });
  const bodies: unknown[] = [];
  server.onPatch = (name, body) => {
    bodies.push(body);
    server.remove(name);
  };
  const { warnings } = await removed();
  expect(bodies).toEqual([{ metadata: { finalizers: ['foregroundDeletion'] } }]);
  expect(warnings).toEqual([
    `ConfigMap default/a was not let go within ${GRACE_SECONDS} s, so the controller of finalizer.keda.sh is taken for dead and its ` +
      'finalizers are taken away.',
  ]);
});

it('goes on waiting where only what the object owns is still there', async () => {
  server.put('a', { metadata: { name: 'a', finalizers: ['foregroundDeletion'] } });
  const done = removed();
  setTimeout(() => server.remove('a'), GRACE_SECONDS * 2000);
  expect(await done).toEqual({ warnings: [] });
  expect(patches()).toEqual([]);
});

it('does nothing when the object is gone already', async () => {
  expect(await removed()).toEqual({ warnings: [] });
  expect(server.requests.filter((request) => request.startsWith('DELETE'))).toEqual([]);
});

it('is replaced with its object, and only updated with other credentials', async () => {
  const diff = async (news: Record<string, string>) => {
    const olds = { kubeconfig: 'x', name: 'a' };
    return removal.diff({ oldInputs: olds, olds, news, urn: '', type: '', id: 'a', ignoreChanges: [] });
  };
  expect(await diff({ kubeconfig: 'x', name: 'b' })).toMatchObject({ changes: true, replaces: ['name'] });
  expect(await diff({ kubeconfig: 'y', name: 'a' })).toMatchObject({ changes: true, replaces: [] });
  expect(await diff({ kubeconfig: 'x', name: 'a' })).toMatchObject({ changes: false });
});
