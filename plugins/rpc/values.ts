import { Secret, UNKNOWN, type Properties, type Value } from './types';

/** Plain JSON, as it travels in a protobuf Struct. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** Marks objects that stand for something JSON lacks; the values are fixed by Pulumi's wire protocol. */
const SIGNATURE_KEY = '4dabf18193072939515e22adb298388d';
const SIGNATURES = {
  secret: '1b47061264138c4ac30d75fd1eb44270',
  output: 'd0e6a833031e9bbcd3f4e8bde6ca49a4',
  asset: 'c44067f5952c0a294b673a41bacd8c17',
  archive: '0def7320c3a5731c473e5ecbe6d01bc7',
  resource: '5cf8f73096256a8f31e491e813e4eb8e',
};

/** The engine writes an unknown as one of these strings, by the type it expects; whatever is read counts as unknown. */
const UNKNOWN_STRING = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
const UNKNOWN_STRINGS = new Set([
  UNKNOWN_STRING,
  '1c4a061d-8072-4f0a-a4cb-0ff528b18fe7',
  '3eeb2bf0-c639-47a8-9e75-3b44932eb421',
  '6a19a0b0-7e62-4c92-b797-7f8e31da9cc2',
  '030794c1-ac77-496b-92df-f27374a8bd58',
  'e48ece36-62e2-4504-bad9-02848725956a',
  'dd056dcd-154b-4c76-9bd3-c8f88648b5ff',
]);

export function isArray(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

export function isObject(value: Value | undefined): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Secret);
}

/** Reads what the engine sent. `path` is where it stands, for errors. */
export function fromWire(json: Json, path = ''): Value {
  if (typeof json === 'string') return UNKNOWN_STRINGS.has(json) ? UNKNOWN : json;
  if (Array.isArray(json)) return json.map((item, index) => fromWire(item, `${path}[${index}]`));
  if (typeof json !== 'object' || json === null) return json;
  const signature = json[SIGNATURE_KEY];
  return typeof signature === 'string' ? fromSigned(signature, json, path) : propertiesFromWire(json, path);
}

function fromSigned(signature: string, json: JsonObject, path: string): Value {
  switch (signature) {
    case SIGNATURES.secret:
      return new Secret(fromWire(json['value'] ?? null, path));
    case SIGNATURES.output: {
      // Without a value it is not known yet. Its dependencies are dropped: a provider has no use for them.
      const value = json['value'] === undefined ? UNKNOWN : fromWire(json['value'], path);
      return json['secret'] === true ? new Secret(value) : value;
    }
    default: {
      const kind = Object.entries(SIGNATURES).find(([, known]) => known === signature)?.[0] ?? signature;
      throw new Error(`Property "${path}" is of kind "${kind}", which this provider cannot take; pass a plain value.`);
    }
  }
}

export function propertiesFromWire(json: JsonObject, path = ''): Properties {
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [key, fromWire(value, path === '' ? key : `${path}.${key}`)]),
  );
}

/** Writes what the engine reads. Undefined properties are left out. */
export function toWire(value: Value): Json {
  if (value === UNKNOWN) return UNKNOWN_STRING;
  if (value instanceof Secret) return { [SIGNATURE_KEY]: SIGNATURES.secret, value: toWire(value.value) };
  if (isArray(value)) return value.map(toWire);
  if (isObject(value)) return propertiesToWire(value);
  return value;
}

export function propertiesToWire(properties: Properties): JsonObject {
  const result: JsonObject = {};
  for (const [key, value] of Object.entries(properties)) if (value !== undefined) result[key] = toWire(value);
  return result;
}

/** The value without its secret marks, at any depth. Unknowns stay. */
export function reveal(value: Value): Value {
  if (value instanceof Secret) return reveal(value.value);
  if (isArray(value)) return value.map(reveal);
  return isObject(value) ? revealAll(value) : value;
}

export function revealAll(properties: Properties): Properties {
  const entries = Object.entries(properties).filter((entry): entry is [string, Value] => entry[1] !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key, reveal(value)]));
}

/** Whether an unknown stands anywhere in the value. */
export function hasUnknown(value: Value | undefined): boolean {
  return some(value, (part) => part === UNKNOWN);
}

/** Whether a secret stands anywhere in the value. */
export function hasSecret(value: Value | undefined): boolean {
  return some(value, (part) => part instanceof Secret);
}

function some(value: Value | undefined, test: (part: Value) => boolean): boolean {
  if (value === undefined) return false;
  if (test(value)) return true;
  if (value instanceof Secret) return some(value.value, test);
  if (isArray(value)) return value.some((item) => some(item, test));
  return isObject(value) && Object.values(value).some((item) => some(item, test));
}
