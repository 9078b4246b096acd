import { quantity } from '../../experiments/record/quantity';
import type { Value } from '../rpc/types';
import { isArray, isObject } from '../rpc/values';

function numberOf(value: Value): number | undefined {
  const number = typeof value === 'string' ? quantity(value) : value;
  return typeof number === 'number' && !Number.isNaN(number) ? number : undefined;
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
