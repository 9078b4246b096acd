import type { Json, JsonObject } from '../rpc/values';

/** Who wrote which fields of an object, as the API server tracks it. */
export interface ManagedFields {
  readonly manager?: string;
  readonly operation?: string;
  readonly fieldsV1?: JsonObject;
  readonly [key: string]: Json | undefined;
}

/** A Kubernetes object of any kind, as JSON. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    uid?: string;
    resourceVersion?: string;
    generation?: number;
    deletionTimestamp?: string;
    finalizers?: string[];
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    ownerReferences?: { kind: string; name: string; uid: string }[];
    managedFields?: ManagedFields[];
    [key: string]: unknown;
  };
  [key: string]: unknown;
}

/** `Deployment default/web`, or `Namespace web` for a kind without namespaces. */
export function describe({ kind, metadata }: KubeObject): string {
  return `${kind} ${idOf(metadata)}`;
}

/** The resource id, `NAMESPACE/NAME` or `NAME`: the official provider's form. */
export function idOf({ name, namespace }: { name: string; namespace?: string }): string {
  return namespace ? `${namespace}/${name}` : name;
}

export function parseId(id: string): { name: string; namespace?: string } {
  const [first = '', second, ...rest] = id.split('/');
  if (first === '' || second === '' || rest.length > 0) {
    throw new Error(`The id "${id}" is not of the form NAMESPACE/NAME, or NAME for a kind without namespaces.`);
  }
  return second === undefined ? { name: first } : { namespace: first, name: second };
}

/** Splits `apps/v1` into group and version; the core group is the empty string. */
export function parseApiVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf('/');
  return { group: apiVersion.slice(0, Math.max(slash, 0)), version: apiVersion.slice(slash + 1) };
}

/** The object without some of its fields. */
export function omit<T extends object>(object: T, keys: readonly string[]): T {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key))) as T;
}

/** Set by the API server only. Manifests carry them when they were read from a cluster. */
const READ_ONLY_METADATA = [
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
];

/** The object without the fields of its metadata that only the API server sets. */
export function withoutReadOnly<T extends object>(object: T): T {
  const metadata = (object as { metadata?: unknown }).metadata;
  if (typeof metadata !== 'object' || metadata === null) return object;
  return { ...object, metadata: omit(metadata, READ_ONLY_METADATA) };
}
