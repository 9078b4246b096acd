import type { Reaction } from '../types';

/** A value as people read it: three significant digits or so, shares in percent, with its unit. */
export function formatValue(value: number, unit: string): string {
  if (unit === 'share') return `${formatNumber(value * 100)} %`;
  if (unit === '1/s') return `${formatNumber(value)}/s`;
  return unit === '' ? formatNumber(value) : `${formatNumber(value)} ${unit}`;
}

/** A change of the load, `8 to 55/s` or `10 to 40 users`. */
export function loadChange({ from, to, unit }: Pick<Reaction, 'from' | 'to' | 'unit'>, between = 'to'): string {
  return `${formatNumber(from)} ${between} ${formatNumber(to)}${unit === 'users' ? ' users' : '/s'}`;
}

export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 1000) return String(Math.round(value));
  if (size < 0.1) return value.toPrecision(2);
  // Never rounds a value to what it is not: 99.996 must not read as 100.
  for (let digits = size >= 100 ? 1 : 2; digits <= 6; digits++) {
    const text = value.toFixed(digits);
    if (!Number.isInteger(Number(text))) return text;
  }
  return value.toPrecision(3);
}

/** For a table of many: whole from 100 on, else one decimal. */
export function formatShort(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}
