import { kubernetes } from '../../../../stacks/versions';
import { schemasPart } from '../../../../toolchain/manifests/schemas';
import { neededParts, optionalParts } from '../../../../toolchain/needed';

test('the schemas are those of the release that the testbed builds, checked against its hash', async () => {
  expect(schemasPart).toMatchObject({
    version: kubernetes.version,
    origin: 'OpenAPI schemas, Go module k8s.io/kubernetes',
  });
  expect(JSON.stringify(await schemasPart.inputs())).toMatch(/"h1:[A-Za-z0-9+/]{43}="/);
});

test('only the tests need them', () => {
  expect(neededParts()).not.toContain(schemasPart);
  expect(optionalParts()).toContain(schemasPart);
});
