import { slim } from '../../../../toolchain/manifests/slim';
import type { KubeManifest } from '../../../../toolchain/types';

const crd = (schema: unknown): KubeManifest => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'things.example.com' },
  spec: {
    group: 'example.com',
    versions: [
      { name: 'v1', schema: { openAPIV3Schema: schema }, additionalPrinterColumns: [{ description: 'kept' }] },
    ],
  },
});

test('descriptions go, wherever a schema holds one', () => {
  const text = { type: 'string', description: 'gone' };
  const bare = { type: 'string' };
  expect(
    slim(
      crd({
        description: 'gone',
        type: 'object',
        properties: { name: text, list: { items: text }, map: { additionalProperties: text } },
        anyOf: [{ required: ['name'], description: 'gone' }],
      }),
    ),
  ).toEqual(
    crd({
      type: 'object',
      properties: { name: bare, list: { items: bare }, map: { additionalProperties: bare } },
      anyOf: [{ required: ['name'] }],
    }),
  );
});

test('a field of that name, a default and what decides validity stay', () => {
  const schema = {
    required: ['description'],
    properties: { description: { type: 'string' }, extra: { additionalProperties: true } },
    default: { description: 'a default' },
    enum: [{ description: 'one' }],
  };
  expect(slim(crd(schema))).toEqual(crd(schema));
});

test('other kinds stay as they are', () => {
  const rule: KubeManifest = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'r' },
    spec: { versions: [{ schema: { description: 'kept' } }] },
  };
  expect(slim(rule)).toBe(rule);
});
