import type { SentRequest } from './output';

/**
 * A request as our scripts log it: `n end elapsed duration status error_code kind late`: its number from 0; its end, Unix ms; ms that it took,
 * connecting included; the same without connecting, where the driver can tell; HTTP status, 0 without an answer; k6's error code; which request
 * of the mix; ms that it was late. The last two may be missing. Undefined if the text is none.
 */
export function requestOf(text: string): SentRequest | undefined {
  const fields = text.split(' ').map(Number);
  if ((fields.length !== 6 && fields.length !== 8) || !fields.every((field) => Number.isFinite(field)))
    return undefined;
  const [iteration, end, elapsed, duration, status, error, kind, late] = fields as [
    number,
    number,
    number,
    number,
    number,
    number,
    number?,
    number?,
  ];
  return { iteration, end, elapsed, duration, status, error, kind, late };
}

/** The object that the text is as JSON; null if it is none. */
export function objectOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
