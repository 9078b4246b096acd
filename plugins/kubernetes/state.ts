import { Secret, type Properties, type Value } from '../rpc/types';
import { hasSecret, isArray, isObject, revealAll, type Json } from '../rpc/values';
import { omit, type KubeObject } from './object';

/** Beside the live object the state has these, by the official provider's names, so that a stack can change between the two. */
const INPUTS = '__inputs';
const FIELD_MANAGER = '__fieldManager';
const INITIAL_API_VERSION = '__initialApiVersion';

/** JSON schema extensions that the SDK spells with underscores. */
const DASHED = [
  'x-kubernetes-embedded-resource',
  'x-kubernetes-int-or-string',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-list-type',
  'x-kubernetes-map-type',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-validations',
];
const TO_DASH = new Map(DASHED.map((key) => [key.replaceAll('-', '_'), key]));
const TO_UNDERSCORE = new Map(DASHED.map((key) => [key, key.replaceAll('-', '_')]));

function renameKeys(value: Json, names: ReadonlyMap<string, string>): Json {
  if (Array.isArray(value)) return value.map((item) => renameKeys(item, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [names.get(key) ?? key, renameKeys(item, names)]),
  );
}

/** The object that the inputs describe, without secret marks. Nothing in them may be unknown. */
export function toObject(inputs: Properties): KubeObject {
  const object = renameKeys(revealAll(inputs) as Json, TO_DASH) as Record<string, unknown>;
  return { ...object, metadata: object['metadata'] ?? {} } as KubeObject;
}

/** The object as properties, by the SDK's names. */
export function toProperties(object: KubeObject): Properties {
  return renameKeys(object as unknown as Json, TO_UNDERSCORE) as Properties;
}

/**
 * Marks as secret in `values` what is secret in `like`. An array is marked as a whole when anything in it was, because items may
 * have moved.
 */
export function markSecrets(values: Properties, like: Properties): Properties {
  const entries = Object.entries(values).map(([key, value]): [string, Value | undefined] => {
    const model = like[key];
    return [key, value === undefined || model === undefined ? value : markSecret(value, model)];
  });
  return Object.fromEntries(entries);
}

function markSecret(value: Value, like: Value): Value {
  if (value instanceof Secret) return value;
  if (isObject(value) && isObject(like)) return markSecrets(value, like);
  const secret = like instanceof Secret || (isArray(like) && like.some(hasSecret));
  return secret ? new Secret(value) : value;
}

export interface StateParts {
  readonly live: KubeObject;
  readonly inputs: Properties;
  /** Undefined for an object that was imported and not applied since. */
  readonly fieldManager: string | undefined;
}

/** What goes into the state: the live object, secret where the inputs are. */
export function makeState({ live, inputs, fieldManager }: StateParts): Properties {
  const object = toProperties({ ...live, metadata: omit(live.metadata, ['managedFields']) });
  return {
    ...markSecrets(object, secretModel(live, inputs)),
    [INPUTS]: inputs,
    [INITIAL_API_VERSION]: live.apiVersion,
    ...(fieldManager !== undefined && { [FIELD_MANAGER]: fieldManager }),
  };
}

/** The inputs as a model of what is secret. The data of a Secret always is: the API server writes stringData there, too. */
export function secretModel({ apiVersion, kind }: KubeObject, inputs: Properties): Properties {
  return apiVersion === 'v1' && kind === 'Secret'
    ? { ...inputs, data: new Secret(null), stringData: new Secret(null) }
    : inputs;
}

/** What the state says. `live` lacks what is not in the state, as after an import by hand. */
export function readState(state: Properties): {
  live: Partial<KubeObject>;
  inputs: Properties;
  fieldManager: string | undefined;
} {
  const { [INPUTS]: inputs, [FIELD_MANAGER]: manager } = state;
  const live = omit(state, [INPUTS, FIELD_MANAGER, INITIAL_API_VERSION]);
  return {
    live: Object.keys(live).length === 0 ? {} : toObject(live),
    inputs: inputs !== undefined && isObject(inputs) ? inputs : {},
    fieldManager: typeof manager === 'string' ? manager : undefined,
  };
}
