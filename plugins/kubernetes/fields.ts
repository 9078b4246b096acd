import type { JsonObject } from '../rpc/values';
import { omit, type KubeObject, type ManagedFields } from './object';

/**
 * Whether the manager owns the field, by the API server's records. `path` leads through objects only; a field counts as owned when
 * anything below it is.
 */
export function owns(fields: ManagedFields, path: readonly string[]): boolean {
  let node: JsonObject | undefined = fields.fieldsV1;
  for (const key of path) {
    const next: unknown = node?.[`f:${key}`];
    if (typeof next !== 'object' || next === null) return false;
    node = next as JsonObject;
  }
  return node !== undefined;
}

function get(object: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], object);
}

function set(object: object, path: readonly string[], value: unknown): object {
  const [key, ...rest] = path;
  if (key === undefined) return object;
  const inner = (object as Record<string, unknown>)[key];
  if (rest.length === 0) {
    return value === undefined ? omit(object, [key]) : { ...object, [key]: value };
  }
  return typeof inner === 'object' && inner !== null ? { ...object, [key]: set(inner, rest, value) } : object;
}

/**
 * The object to apply when the program ignores changes of some fields: a field that only others own is left out, so that it stays
 * theirs (say the replicas that an autoscaler sets), and one of ours keeps its live value. Paths into lists are not followed.
 */
export function keepIgnored(
  object: KubeObject,
  live: KubeObject,
  ignored: readonly string[],
  manager: string,
): KubeObject {
  const managers = live.metadata.managedFields ?? [];
  return ignored
    .filter((path) => !path.includes('['))
    .map((path) => path.split('.'))
    .reduce((result, path) => {
      const owners = managers.filter((fields) => owns(fields, path));
      const foreign = owners.length > 0 && owners.every((fields) => fields.manager !== manager);
      const value = get(live, path);
      if (foreign) return set(result, path, undefined) as KubeObject;
      return value === undefined ? result : (set(result, path, value) as KubeObject);
    }, object);
}

/** Managers of objects that the official provider created, or kubectl applied: their fields become ours at the first apply. */
const FORMER = [
  { manager: 'kubectl', operation: 'Apply' },
  { manager: 'kubectl', operation: 'Update' },
  { manager: 'before-first-apply', operation: 'Update' },
  { manager: 'pulumi-kubernetes', operation: 'Update' },
  { manager: 'pulumi-resource-kubernetes', operation: 'Update' },
];

/** The object's field records with those of former managers given to ours; undefined when there is nothing to give. */
export function takeOver(live: KubeObject, manager: string): ManagedFields[] | undefined {
  const all = live.metadata.managedFields ?? [];
  const isFormer = (fields: ManagedFields) =>
    !fields['subresource'] &&
    FORMER.some((old) => old.manager === fields.manager && old.operation === fields.operation);
  const former = all.filter(isFormer);
  const [first] = former;
  if (first === undefined) return undefined;
  const isOurs = (fields: ManagedFields) => fields.manager === manager && fields.operation === 'Apply';
  const ours = all.find(isOurs) ?? first;
  const fieldsV1 = [...former, ours].map((fields) => fields.fieldsV1 ?? {}).reduce(merge);
  return [
    ...all.filter((fields) => !isFormer(fields) && !isOurs(fields)),
    { ...ours, manager, operation: 'Apply', fieldsV1 },
  ];
}

function merge(a: JsonObject, b: JsonObject): JsonObject {
  const result = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const old = result[key];
    result[key] = isTree(old) && isTree(value) ? merge(old, value) : value;
  }
  return result;
}

function isTree(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
