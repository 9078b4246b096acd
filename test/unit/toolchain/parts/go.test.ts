import { keyOf } from '../../../../toolchain/cache/key';
import { goCacheDir, goPart } from '../../../../toolchain/parts/go';
import { kubernetes } from '../../../../stacks/versions';

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

test("the build's own caches lie in the cache", () => {
  expect(goCacheDir()).toMatch(/\/autoscaling-testbed\/go$/);
});
