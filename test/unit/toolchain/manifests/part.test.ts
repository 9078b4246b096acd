import { keyOf } from '../../../../toolchain/cache/key';
import { manifestNames, manifestPart } from '../../../../toolchain/manifests/part';
import { neededParts } from '../../../../toolchain/needed';
import { gatewayApi, keda } from '../../../../stacks/versions';
import { goPart } from '../../../../toolchain/parts/go';

test("each add-on's manifests have a key of their own, made from the module's hash", async () => {
  const keys = await Promise.all(manifestNames.map((name) => keyOf(manifestPart(name))));
  expect(new Set(keys).size).toBe(8);
  expect(JSON.stringify(await manifestPart('keda').inputs())).toMatch(/"h1:[A-Za-z0-9+/]{43}="/);
});

test('version and origin are those of the module', () => {
  expect(manifestPart('keda')).toMatchObject({
    name: 'manifests-keda',
    version: keda.version,
    origin: 'manifests, Go module github.com/kedacore/keda/v2',
  });
});

test("the Gateway API's definitions are of the version that Istio's module requires, by the hash that its go.sum has", async () => {
  const part = manifestPart('gateway-api');
  expect(part).toMatchObject({
    version: gatewayApi.version,
    origin: 'manifests, Go module sigs.k8s.io/gateway-api',
  });
  const sums = JSON.stringify(await goPart('istio').inputs());
  const [, , sum] = (await part.inputs()) as [string, object, string];
  expect(sums).toContain(`sigs.k8s.io/gateway-api ${gatewayApi.version} // indirect`);
  expect(sums).toContain(`sigs.k8s.io/gateway-api ${gatewayApi.version} ${sum}`);
});

test('what they need is there after set-up, and set-up makes none; Istio renders its charts by a program of its own', () => {
  const needed = neededParts().map(({ name }) => name);
  for (const name of manifestNames) {
    const part = manifestPart(name);
    expect(needed).not.toContain(part.name);
    const others = (part.needs ?? []).map((need) => need.name).filter((need) => !needed.includes(need));
    expect(others).toEqual(name === 'istio' ? ['istio'] : []);
  }
});
