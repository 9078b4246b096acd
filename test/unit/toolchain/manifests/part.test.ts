import { keyOf } from '../../../../toolchain/cache/key';
import { manifestNames, manifestPart } from '../../../../toolchain/manifests/part';
import { neededParts } from '../../../../toolchain/needed';
import { keda } from '../../../../stacks/versions';

test("each add-on's manifests have a key of their own, made from the module's hash", async () => {
  const keys = await Promise.all(manifestNames.map((name) => keyOf(manifestPart(name))));
  expect(new Set(keys).size).toBe(6);
  expect(JSON.stringify(await manifestPart('keda').inputs())).toMatch(/"h1:[A-Za-z0-9+/]{43}="/);
});

test('version and origin are those of the module', () => {
  expect(manifestPart('keda')).toMatchObject({
    name: 'manifests-keda',
    version: keda.version,
    origin: 'manifests, Go module github.com/kedacore/keda/v2',
  });
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
