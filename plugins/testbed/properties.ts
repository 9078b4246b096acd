import { isDeepStrictEqual } from 'node:util';
import { Secret, UNKNOWN, type Properties, type Value } from '../rpc/types';

/** Any JSON data as property values; keys with undefined are left out. */
export function toValue(data: unknown): Value {
  return JSON.parse(JSON.stringify(data)) as Value;
}

/** The value without its secret wrappers: plain data. */
export function plain(value: Value | undefined): unknown {
  if (value instanceof Secret) return plain(value.value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value as Properties).map(([key, inner]) => [key, plain(inner)]));
  }
  return value;
}

/** A property as text. @throws where it is not */
export function text(properties: Properties, key: string): string {
  const value = plain(properties[key]);
  if (typeof value !== 'string') throw new Error(`Property ${key} must be a string, got ${String(value)}`);
  return value;
}

export function hasUnknown(value: Value | undefined): boolean {
  if (value === UNKNOWN) return true;
  if (value instanceof Secret) return hasUnknown(value.value);
  if (typeof value === 'object' && value !== null) return Object.values(value as Properties).some(hasUnknown);
  return false;
}

/** Keys whose values differ between the two; the order of keys inside does not count. */
export function changedKeys(olds: Properties, news: Properties): string[] {
  const keys = new Set([...Object.keys(olds), ...Object.keys(news)]);
  return [...keys].filter((key) => !isDeepStrictEqual(plain(olds[key]), plain(news[key])));
}
