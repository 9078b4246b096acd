import Ajv, { type ValidateFunction } from 'ajv';
import type { KubeManifest } from '../../toolchain/types';

type Schema = Readonly<Record<string, unknown>>;
interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

const BASE = 'kubernetes';
const METADATA = `${BASE}#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta`;
const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const keyOf = ({ group, version, kind }: Kind): string => `${group}/${version}/${kind}`;

const mapped = (value: unknown, change: (schema: Schema) => Schema): unknown =>
  isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, isObject(inner) ? change(inner) : inner]))
    : value;

/**
 * The schema as the API server applies it with `fieldValidation=Strict`: a field that it does not name is an error. Schemas that only refine
 * others (allOf, anyOf, oneOf) stay as they are, because each sees a part of the fields.
 */
function strict(schema: Schema): Schema {
  const { properties, items, additionalProperties } = schema;
  const open =
    schema['x-kubernetes-preserve-unknown-fields'] === true || schema['x-kubernetes-embedded-resource'] === true;
  return {
    ...schema,
    ...(properties !== undefined && { properties: mapped(properties, strict) }),
    ...(isObject(items) && { items: strict(items) }),
    ...(isObject(additionalProperties) && { additionalProperties: strict(additionalProperties) }),
    ...(properties !== undefined && additionalProperties === undefined && !open && { additionalProperties: false }),
    ...(schema['x-kubernetes-int-or-string'] === true &&
      schema['anyOf'] === undefined && { anyOf: [{ type: 'integer' }, { type: 'string' }] }),
  };
}

interface Definition {
  readonly group: string;
  readonly names: { readonly kind: string };
  readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[];
}

/** The schemas of a CustomResourceDefinition's versions. What every object has, the API server adds to them. */
function custom({ spec }: KubeManifest): [string, Schema][] {
  const { group, names, versions } = spec as Definition;
  return versions.map(({ name, schema: { openAPIV3Schema } }) => {
    const own = strict(openAPIV3Schema);
    const properties = {
      ...(own['properties'] as Schema),
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { $ref: METADATA },
    };
    return [keyOf({ group, version: name, kind: names.kind }), { ...own, properties }];
  });
}

/** Patterns are Go's, which can say by themselves that case does not matter. */
const regExp = Object.assign(
  (pattern: string, flags: string) =>
    new RegExp(pattern.replace('(?i)', ''), pattern.includes('(?i)') ? `${flags}i` : flags),
  { code: 'new RegExp' },
);

export interface Validator {
  /** What is wrong with an object, each with the path of its field. Undefined: there is no schema of its kind. */
  problems(object: KubeManifest): string[] | undefined;
}

/**
 * Validates objects against schemas of Kubernetes' own kinds (OpenAPI v3 documents of a release) and those of custom resources.
 * @param schemas by name, as in `components.schemas`
 * @param definitions CustomResourceDefinitions
 */
export function validator(schemas: Readonly<Record<string, Schema>>, definitions: readonly KubeManifest[]): Validator {
  // Formats and extensions are Kubernetes' own (int-or-string, x-kubernetes-...).
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, code: { regExp } });
  ajv.addSchema({ $id: BASE, components: { schemas: mapped(schemas, strict) } });
  const kinds = new Map<string, Schema>(definitions.flatMap(custom));
  for (const [name, schema] of Object.entries(schemas)) {
    for (const kind of (schema['x-kubernetes-group-version-kind'] ?? []) as Kind[]) {
      if (isObject(schema['properties']) && 'metadata' in schema['properties'])
        kinds.set(keyOf(kind), { $ref: `${BASE}#/components/schemas/${name}` });
    }
  }
  const compiled = new Map<string, ValidateFunction>();
  return {
    problems(object) {
      const [version = '', group = ''] = object.apiVersion.split('/').toReversed();
      const key = keyOf({ group, version, kind: object.kind });
      const schema = kinds.get(key);
      if (schema === undefined) return undefined;
      const validate = compiled.get(key) ?? ajv.compile(schema);
      compiled.set(key, validate);
      validate(object);
      return (validate.errors ?? []).map(
        ({ instancePath, message = '', params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
      );
    },
  };
}
