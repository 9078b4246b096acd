import { randomBytes } from 'node:crypto';

/** Sorts by time, and is fit for a Kubernetes name: `20261123-083225-3fa9`. */
export function runId(time: Date): string {
  const [date, clockTime] = time.toISOString().slice(0, 19).replace(/[-:]/g, '').split('T');
  return `${date}-${clockTime}-${randomBytes(2).toString('hex')}`;
}
