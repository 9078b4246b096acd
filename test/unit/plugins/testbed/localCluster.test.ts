import { down, status, up } from '../../../../embedded';
import type { ClusterInfo } from '../../../../embedded/types';
import type { CallContext, Properties } from '../../../../plugins/rpc/types';
import { localCluster } from '../../../../plugins/testbed/localCluster';

jest.mock('../../../../embedded');

const context: CallContext = { signal: new AbortController().signal, log: () => undefined, status: () => undefined };
const nodes = [{ name: 'app-1', cpu: 1, memory: 1024 ** 3 }];
const news = { name: 'dev', nodes } as unknown as Properties;
const agent = { maxNodes: 3 };
const request = { urn: 'urn', type: 'testbed:index:LocalCluster', id: 'dev', ignoreChanges: [] };
const diff = (oldInputs: Properties, changed: Properties) =>
  localCluster.diff({ ...request, oldInputs, olds: { ...oldInputs }, news: changed });

beforeEach(() => {
  jest.resetAllMocks();
  const info: ClusterInfo = { name: 'dev', kubeconfig: 'k', endpoint: 'e', addresses: {}, stateDir: '/s' };
  jest.mocked(up).mockResolvedValue(info);
  jest.mocked(down).mockResolvedValue();
  jest.mocked(status).mockResolvedValue({ state: 'running', problems: [] });
});

test('brings up what the inputs say, with a node agent only where they do', async () => {
  await localCluster.create({ ...request, news, preview: false }, context);
  await localCluster.create({ ...request, news: { ...news, agent }, preview: false }, context);
  expect(jest.mocked(up).mock.calls.map(([spec]) => spec)).toEqual([
    { name: 'dev', nodes },
    { name: 'dev', nodes, agent },
  ]);
});

test('a node agent that comes, changes or goes is a change of the running cluster', async () => {
  const withAgent = { ...news, agent };
  expect(await diff(news, news)).toEqual({ changes: false });
  expect(await diff(withAgent, withAgent)).toEqual({ changes: false });
  const update = { changes: true, detailed: { agent: 'update' } };
  expect(await diff(news, withAgent)).toEqual(update);
  expect(await diff(withAgent, news)).toEqual(update);
  expect(await diff(withAgent, { ...news, agent: { maxNodes: 4 } })).toEqual(update);
});

test('other nodes are a change as well, another name a new cluster', async () => {
  expect(await diff(news, { ...news, nodes: [] })).toEqual({ changes: true, detailed: { nodes: 'update' } });
  expect(await diff(news, { ...news, name: 'other' })).toEqual({ changes: true, replaces: ['name'] });
});
