import { released } from '../../../../toolchain/manifests/release';

test('the development version is replaced in labels and image tags, and nowhere else', () => {
  const deployment = (version: string) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'main', labels: { 'app.kubernetes.io/version': version, branch: 'main' } },
    spec: { template: { spec: { containers: [{ name: 'main', image: `ghcr.io/main/keda:${version}` }] } } },
  });
  expect(released(deployment('main'), 'main', '2.21.0')).toEqual(deployment('2.21.0'));
});

test('an image of another version keeps its tag', () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { image: 'registry/domain' } };
  expect(released(pod, 'main', '2.21.0')).toEqual(pod);
});
