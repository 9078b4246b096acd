import { z } from 'zod';

const UNITS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000,
};
const PARTS = /(\d+)(ms|[smhdwy])/g;

const written = (units: string) =>
  z
    .string()
    .regex(new RegExp(`^(\\d+(${units}))+$`), { error: 'a duration such as 30s, 2m or 1h30m', abort: true })
    .refine((text) => seconds(text) > 0, { error: 'more than zero' });

/** A duration as Prometheus writes it, for example `30s`, `2m` or `1d12h`. */
export const promDuration = written('ms|[smhdwy]');

/** A duration as Go's programs take it, for example `30s`, `2m` or `1h30m`. */
export const goDuration = written('ms|[smh]');

/** Seconds of a duration such as `1m30s`. */
export function seconds(text: string): number {
  return [...text.matchAll(PARTS)].reduce(
    (total, [, count, unit]) => total + Number(count) * (UNITS[unit ?? ''] ?? 0),
    0,
  );
}

/** The longest range in a PromQL query (`[2m]`, `[5m:10s]`), seconds; 0 where it looks at no past. */
export function longestRange(query: string): number {
  return Math.max(0, ...[...query.matchAll(/\[\s*([\dmshdwy]+)/g)].map(([, text]) => seconds(text ?? '')));
}
