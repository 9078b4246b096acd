import { activeCluster, contentsOf, isContents } from '../../../../plugins/kubernetes/kubeconfig';

const kubeconfig = `
current-context: one
contexts:
- {name: one, context: {cluster: a, namespace: team}}
- {name: two, context: {cluster: b}}
clusters:
- {name: a, cluster: {server: "https://a"}}
- {name: b, cluster: {server: "https://b"}}
`;

it.each([
  ['', '', 'https://a', 'team'],
  ['two', '', 'https://b', undefined],
  ['one', 'b', 'https://b', 'team'],
])('context %j and cluster %j lead to %s', (context, cluster, server, namespace) => {
  expect(activeCluster(kubeconfig, { context, cluster })).toEqual({ cluster: { server }, namespace });
});

it('tells contents from a path', () => {
  expect(isContents(kubeconfig)).toBe(true);
  expect(isContents('{"clusters": []}')).toBe(true);
  expect(isContents('~/.kube/config')).toBe(false);
  expect(() => contentsOf('/nonexistent/kubeconfig')).toThrow('The kubeconfig "/nonexistent/kubeconfig" is neither');
});
