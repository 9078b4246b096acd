import { parse } from 'yaml';
import { kindConfig } from '../../../../components/cluster/kind/config';
import { kindSettings } from '../../../../components/cluster/kind/settings';
import { kindImage } from '../../../../plugins/testbed/image';
import { dockerProblem } from '../../../../plugins/testbed/kind/docker';
import { loadImage } from '../../../../plugins/testbed/kind/clusters';
import { kindCluster } from '../../../../plugins/testbed/kindCluster';
import { Secret, type CallContext, type Properties } from '../../../../plugins/rpc/types';
import { standInKind, type Executables } from '../../../support/executables';

const context: CallContext = { signal: new AbortController().signal, log: () => undefined, status: () => undefined };
const config = kindConfig(kindSettings.parse({}), 1, 30090);
const news = { name: 'testbed-dev', config: config as unknown as Properties };
const request = { urn: 'urn', type: 'testbed:index:KindCluster', id: 'testbed-dev', ignoreChanges: [] };
const created = () => kindCluster.create({ ...request, news, preview: false }, context);
const diff = (olds: Properties, changed: Properties = {}) =>
  kindCluster.diff({ ...request, oldInputs: news, olds, news: { ...news, ...changed } });

let executables: Executables;
beforeEach(() => {
  executables = standInKind();
});
afterEach(() => executables.dispose());

test('creates the cluster with its configuration, and keeps the kubeconfig a secret', async () => {
  const { id, outs } = await created();
  expect(id).toBe('testbed-dev');
  expect(outs['kubeconfig']).toEqual(new Secret('kubeconfig of testbed-dev\n'));
  expect(parse(executables.read('config.yaml'))).toEqual(config);
  const [call = ''] = executables.calls('kind create');
  // The user's own kubeconfig is not touched: it is written to a folder that is gone by now.
  expect(call).toMatch(
    /^kind create cluster --name testbed-dev --config \S+ --kubeconfig \S+testbed-kind-\S+ --wait 5m$/,
  );
});

test('creates nothing at a preview', async () => {
  await kindCluster.create({ ...request, news, preview: true }, context);
  expect(executables.calls()).toEqual([]);
});

test('takes no cluster over that it has not made, and says how to be rid of it', async () => {
  executables.write('nodes', 'testbed-dev-control-plane running\n');
  await expect(created()).rejects.toThrow('kind delete cluster --name testbed-dev');
  expect(executables.calls('kind')).toEqual([]);
});

test("takes away what a failed start has left, and gives kind's own words", async () => {
  executables.write('fail', 'could not pull the node image');
  await expect(created()).rejects.toThrow(/could not pull the node image/);
  expect(executables.calls('kind delete')).toHaveLength(1);
});

test('sees no change where all nodes run', async () => {
  const { outs } = await created();
  expect(await diff(outs)).toEqual({ changes: false });
});

test('replaces the cluster, the old one first, when its configuration changes', async () => {
  const { outs } = await created();
  expect(await diff(outs, { config: { nodes: [] } })).toEqual({
    changes: true,
    replaces: ['config'],
    deleteBeforeReplace: true,
  });
});

test('a deleted cluster is gone at refresh, and made anew', async () => {
  const { outs } = await created();
  executables.write('nodes', '');
  expect(await kindCluster.read?.({ ...request, inputs: news, state: outs })).toBeUndefined();
  expect(await diff(outs)).toMatchObject({ changes: true, replaces: ['name'] });
});

test('nodes that stand still, as after a restart of the machine, are started again', async () => {
  const { outs } = await created();
  executables.write('nodes', 'a running\nb exited\nc exited\n');
  expect(await kindCluster.read?.({ ...request, inputs: news, state: outs })).toMatchObject({
    problems: ['node b stands still', 'node c stands still'],
  });
  expect(await diff(outs)).toEqual({ changes: true, detailed: { problems: 'update' } });
  const updated = await kindCluster.update?.(
    { ...request, oldInputs: news, olds: outs, news, preview: false },
    context,
  );
  expect(executables.calls('docker start')).toEqual(['docker start b c']);
  expect(updated).toMatchObject({ problems: [], kubeconfig: new Secret('kubeconfig of testbed-dev, again') });
  expect(await diff(outs)).toEqual({ changes: false });
});

test('a cluster can be deleted twice', async () => {
  const { outs } = await created();
  const remove = () => kindCluster.delete?.({ ...request, inputs: news, state: outs }, context);
  await remove();
  await remove();
  expect(executables.calls('kind delete')).toHaveLength(2);
  expect(executables.calls('kind delete')[0]).toContain('--name testbed-dev');
});

test('loads an archive into all nodes, and knows which images they have', async () => {
  await created();
  await loadImage('testbed-dev', '/image.tar', { report: () => undefined });
  expect(executables.calls('kind load')).toEqual(['kind load image-archive /image.tar --name testbed-dev']);
  const read = (ref: string) => kindImage.read?.({ ...request, inputs: {}, state: { cluster: 'testbed-dev', ref } });
  expect(await read('testbed.local/sample:1')).toBeDefined();
  expect(await read('testbed.local/sample:2')).toBeUndefined();
});

describe('Docker', () => {
  test('serves', async () => {
    expect(await dockerProblem()).toBeUndefined();
  });

  test('is stopped: its own words and the remedy', async () => {
    executables.add('docker', 'echo "Cannot connect to the Docker daemon at unix:///var/run/docker.sock." >&2; exit 1');
    expect(await dockerProblem()).toMatch(/Cannot connect to the Docker daemon.*Start it.*cluster=local/);
  });

  test('is not installed', async () => {
    process.env['PATH'] = '/usr/bin:/bin';
    expect(await dockerProblem()).toMatch(/no docker on PATH.*Install Docker.*cluster=local/);
  });
});
