import { existingCluster } from '../../../../plugins/testbed/existingCluster';
import type { CallContext } from '../../../../plugins/rpc/types';

const context: CallContext = { signal: new AbortController().signal, log: () => undefined, status: () => undefined };
const request = { urn: 'urn', type: 'testbed:index:ExistingCluster', name: 'existing', randomSeed: new Uint8Array() };
const inputs = { identity: 'uid-1', server: 'https://a:6443', version: 'v1.36.3', kubeconfig: 'k' };
const failures = async (olds: object, news: object) =>
  (await existingCluster.check?.({ ...request, olds: { ...olds }, news: { ...news } }, context))?.failures;

test('holds a stack to the cluster that it is in', async () => {
  expect(await failures({}, inputs)).toEqual([]);
  expect(await failures(inputs, { ...inputs, kubeconfig: 'new', server: 'https://b:6443' })).toEqual([]);
  const [failure] = (await failures(inputs, { ...inputs, identity: 'uid-2', server: 'https://b:6443' })) ?? [];
  expect(failure?.reason).toMatch(/another cluster \(at https:\/\/b:6443\).*in \(at https:\/\/a:6443\).*npm run down/);
});

test('never replaces the cluster', async () => {
  const news = { ...inputs, kubeconfig: 'new' };
  const diff = await existingCluster.diff({
    ...request,
    id: 'uid-1',
    oldInputs: inputs,
    olds: inputs,
    news,
    ignoreChanges: [],
  });
  expect(diff).toEqual({ changes: true });
});
