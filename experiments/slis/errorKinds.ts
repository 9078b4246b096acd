import type { Requests } from '../types';

/** How a request failed. */
export const ERROR_KINDS = ['timeout', 'connection', 'server', 'client', 'other'] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

/** k6's codes of a request that had no answer in time, and of a connection that was not there in time. */
const TIMEOUTS: readonly number[] = [1050, 1211];

/**
 * The kind of a failed request: by its status where one came, else by k6's error code
 * (https://grafana.com/docs/k6/latest/javascript-api/error-codes/). Null where there is neither.
 */
export function errorKind({ status, errorCode }: Requests, index: number): ErrorKind | null {
  const answered = status[index] as number;
  if (answered >= 500) return 'server';
  if (answered >= 400) return 'client';
  if (answered > 0) return 'other';
  const code = errorCode?.[index];
  if (code === undefined) return null;
  if (TIMEOUTS.includes(code)) return 'timeout';
  return code >= 1200 && code < 1300 ? 'connection' : 'other';
}

/** Failed requests by kind; null where the generator gave no reason for one of them. */
export function countKinds(requests: Requests, indices: Iterable<number>): Readonly<Record<ErrorKind, number>> | null {
  const counts = { timeout: 0, connection: 0, server: 0, client: 0, other: 0 };
  for (const index of indices) {
    if (requests.ok[index] === 1) continue;
    const kind = errorKind(requests, index);
    if (kind === null) return null;
    counts[kind]++;
  }
  return counts;
}
