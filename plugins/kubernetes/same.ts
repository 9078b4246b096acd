import type { Value } from '../rpc/types';
import { isArray, isObject } from '../rpc/values';

const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** The number that a Kubernetes quantity stands for (`500m` is 0.5); undefined for any other text. */
export function parseQuantity(text: string): number | undefined {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/.exec(text);
  return match ? Number(match[1]) * (SUFFIXES[match[2] ?? ''] ?? NaN) : undefined;
}

function numberOf(value: Value): number | undefined {
  return typeof value === 'number' ? value : typeof value === 'string' ? parseQuantity(value) : undefined;
}

/**
 * Whether two scalars mean the same to the API server, which writes quantities in a form of its own (`1000m` becomes `1`) and takes
 * a number for a text where a field allows either.
 */
export function sameScalar(a: Value, b: Value): boolean {
  if (a === b) return true;
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x === undefined || y === undefined) return false;
  return Math.abs(x - y) <= 1e-12 * Math.max(Math.abs(x), Math.abs(y));
}

/** A value that the API server leaves out when it writes an object. */
export function isEmpty(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === '' || value === false || value === 0) return true;
  if (isArray(value)) return value.length === 0;
  return isObject(value) && Object.values(value).every(isEmpty);
}

/** Whether two values are equal, but for the API server's ways of writing. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (a === undefined || b === undefined || a === null || b === null) return isEmpty(a) && isEmpty(b);
  if (isArray(a) && isArray(b)) return a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  if (isObject(a) && isObject(b)) {
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => sameValue(a[key], b[key]));
  }
  return sameScalar(a, b);
}
