import { parseManifests } from '../../../../toolchain/manifests/parse';

const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n';

test('every document of a file is an object, empty ones are none', () => {
  const objects = parseManifests(
    `---\n${service}---\n# nothing\n---\n${service.replace('name: a', 'name: b')}`,
    'f.yaml',
  );
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(['Service a', 'Service b']);
});

test('what is no Kubernetes object is an error that names the file and the field', () => {
  expect(() => parseManifests(service.replace('  name: a', '  labels: {}'), 'f.yaml')).toThrow(
    /^f\.yaml holds what is no Kubernetes object: [^]*metadata\.name/,
  );
});

test('what is no YAML is an error that names the file', () => {
  expect(() => parseManifests('a: [', 'f.yaml')).toThrow(/^f\.yaml is not YAML: /);
});
