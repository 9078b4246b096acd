import type { KubeManifest } from '../types';

type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

const mapTree = (value: unknown, change: (child: unknown) => unknown): unknown =>
  isTree(value) ? Object.fromEntries(Object.entries(value).map(([key, child]) => [key, change(child)])) : value;

/** Fields of an OpenAPI v3 schema that hold a schema, or a list of them. */
const schemas = new Set(['items', 'additionalProperties', 'not', 'allOf', 'anyOf', 'oneOf']);
/** Fields that hold schemas by names of the user's own. */
const namedSchemas = new Set(['properties', 'patternProperties', 'definitions']);

/** An OpenAPI v3 schema without what is only for people. */
export function withoutDescriptions(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutDescriptions);
  if (!isTree(schema)) return schema;
  const kept = Object.entries(schema).filter(([key]) => key !== 'description');
  return Object.fromEntries(
    kept.map(([key, value]) => {
      if (namedSchemas.has(key)) return [key, mapTree(value, withoutDescriptions)];
      return [key, schemas.has(key) ? withoutDescriptions(value) : value];
    }),
  );
}

/**
 * Takes the descriptions out of a CustomResourceDefinition's schema, as controller-gen does with `maxDescLen=0`: only
 * `kubectl explain` shows them, and they are most of its bytes, in each Pulumi state and in etcd. Other kinds stay as they are.
 */
export function slim(manifest: KubeManifest): KubeManifest {
  if (manifest.kind !== 'CustomResourceDefinition') return manifest;
  const { spec } = manifest;
  if (!isTree(spec) || !Array.isArray(spec['versions'])) return manifest;
  const versions = (spec['versions'] as unknown[]).map((version) =>
    isTree(version) ? { ...version, schema: mapTree(version['schema'], withoutDescriptions) } : version,
  );
  return { ...manifest, spec: { ...spec, versions } };
}
