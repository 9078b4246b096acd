import * as pulumi from '@pulumi/pulumi';
import { installChart, type ChartSpec } from '../../../../../components/addons/charts/chart';
import { releaseName } from '../../../../../components/addons/charts/releaseName';
import { plainNames, prefixedNames } from '../../../../../components/cluster/names';
import { made } from '../../../../support/charts';

const pin = { chart: 'thing', version: '1.2.3', appVersion: '9', repository: 'https://charts.example' };
const spec: ChartSpec = { pin, namespace: 'things', values: { a: 1 }, mode: 'release' };

class Parent extends pulumi.ComponentResource {
  constructor() {
    super('test:index:Parent', 'parent');
  }
}

const install = (given: Partial<ChartSpec> = {}, identity?: string, names = plainNames) =>
  made(
    (cluster) =>
      installChart(
        'thing',
        { ...spec, ...given },
        { parent: new Parent(), cluster, ...(identity !== undefined && { identity: pulumi.output(identity) }) },
      ),
    { names },
  ).then((all) => all.filter(({ type }) => type !== 'test:index:Parent'));

test('a release has a namespace that is held to the restricted standard', async () => {
  const [namespace, release] = await install({}, '1');
  expect(namespace).toMatchObject({
    type: 'kubernetes:core/v1:Namespace',
    inputs: {
      metadata: {
        name: 'things',
        labels: {
          'app.kubernetes.io/part-of': 'autoscaling-testbed',
          'pod-security.kubernetes.io/enforce': 'restricted',
        },
      },
    },
  });
  expect(release).toEqual({
    type: 'kubernetes:helm.sh/v3:Release',
    name: 'thing',
    inputs: {
      chart: 'thing',
      repositoryOpts: { repo: 'https://charts.example' },
      version: '1.2.3',
      namespace: 'things',
      name: 'thing',
      values: { a: 1 },
      skipCrds: false,
      atomic: true,
      waitForJobs: true,
      timeout: 600,
      compat: 'true',
    },
  });
});

test('a chart is a component whose objects Pulumi makes', async () => {
  const [, chart] = await install({ mode: 'chart', podSecurity: 'privileged' });
  expect(chart).toMatchObject({
    type: 'kubernetes:helm.sh/v4:Chart',
    name: 'thing',
    inputs: { chart: 'thing', version: '1.2.3', name: 'thing', namespace: 'things', values: { a: 1 } },
  });
});

test('the namespace that every cluster has is not made', async () => {
  const all = await install({ namespace: 'kube-system' });
  expect(all.map(({ type }) => type)).toEqual(['kubernetes:helm.sh/v3:Release']);
  expect(all[0]?.inputs['namespace']).toBe('kube-system');
});

test('a chart of an OCI registry is named by its whole reference', async () => {
  const [, release] = await install({ pin: { ...pin, repository: 'oci://registry.example/charts' } });
  expect(release?.inputs).toMatchObject({ chart: 'oci://registry.example/charts/thing', version: '1.2.3' });
  expect(release?.inputs['repositoryOpts']).toBeUndefined();
});

test('many objects cannot have an identity', async () => {
  await expect(install({ mode: 'chart' }, '1')).rejects.toThrow(
    'Chart thing: an identity replaces a resource, and mode "chart" makes many; use mode "release".',
  );
});

describe('the name of a release', () => {
  test("is the chart's on a cluster of the testbed's own, and has the prefix on a shared one", () => {
    expect(releaseName('keda', plainNames)).toBe('keda');
    expect(releaseName('keda', prefixedNames('testbed-dev'))).toBe('testbed-dev-keda');
  });

  test('is refused where Helm would refuse it', () => {
    const names = prefixedNames('p'.repeat(40));
    expect(releaseName('x'.repeat(12), names)).toHaveLength(53);
    expect(() => releaseName('x'.repeat(13), names)).toThrow(
      'has 54 characters, and Helm takes at most 53: set existing.prefix to a shorter one.',
    );
  });
});
