import { keyOf } from '../../../../../toolchain/cache/key';
import { goCacheDir, goPart } from '../../../../../toolchain/parts/go';
import { kubernetes } from '../../../../../stacks/versions';

test('each program has a key of its own that does not change by itself', async () => {
  const keys = await Promise.all(
    (['kubernetes', 'metrics-server', 'coredns', 'pulumi'] as const).map((name) => keyOf(goPart(name))),
  );
  expect(new Set(keys).size).toBe(4);
  expect(await keyOf(goPart('kubernetes'))).toBe(keys[0]);
});

test('the version and the origin are told', () => {
  expect(goPart('kubernetes')).toMatchObject({
    version: kubernetes.version,
    origin: 'built from Go module k8s.io/kubernetes',
  });
});

test('the go.mod pins the versions that versions.ts has', async () => {
  const inputs = JSON.stringify(await goPart('kubernetes').inputs());
  for (const pin of [
    `k8s.io/kubernetes ${kubernetes.version}`,
    `sigs.k8s.io/metrics-server ${goPart('metrics-server').version}`,
    `github.com/coredns/coredns ${goPart('coredns').version}`,
  ]) {
    expect(inputs).toContain(pin);
  }
  expect(JSON.stringify(await goPart('pulumi').inputs())).toContain(
    `github.com/pulumi/pulumi/pkg/v3 ${goPart('pulumi').version}`,
  );
});

test('each add-on is pinned by a module of its own, and the default set-up by none of these', async () => {
  const kubernetesInputs = JSON.stringify(await goPart('kubernetes').inputs());
  for (const name of [
    'keda',
    'prometheus-adapter',
    'vpa',
    'karpenter',
    'prometheus-operator',
    'kube-state-metrics',
    'node-exporter',
    'alertmanager',
    'istio',
  ] as const) {
    const part = goPart(name);
    const source = part.origin.replace('built from Go module ', '');
    const inputs = JSON.stringify(await part.inputs());
    expect(inputs).toContain(`${source} ${part.version}`);
    expect(inputs).toContain(`${source} ${part.version} h1:`);
    expect(kubernetesInputs).not.toContain(`${source} ${part.version}`);
  }
});

test('a program that is built along with another changes the key', async () => {
  expect(JSON.stringify(await goPart('keda').inputs())).toContain(
    '"also":{"keda-adapter":"github.com/kedacore/keda/v2/cmd/adapter"}',
  );
  // And leaves the keys of those without as they were: what is in users' caches stays.
  expect(JSON.stringify(await goPart('kubernetes').inputs())).not.toContain('"also"');
});

test("the build's own caches lie in the cache", () => {
  expect(goCacheDir()).toMatch(/\/autoscaling-testbed\/go$/);
});
