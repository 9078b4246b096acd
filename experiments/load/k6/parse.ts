import type { PartOutput } from '../output';

/** Marks that begin the lines which the script writes; any other line is k6's own log. */
export const MARK = { request: 'R', start: 'K6START', summary: 'K6SUMMARY' } as const;
/** k6 logs this for each request that fails; the request's own line says more. */
const FAILED = 'Request Failed';

/**
 * A line of k6's log. A request's is `R n end elapsed duration status error_code kind late`: number of the iteration from 0; its end, Unix ms; ms
 * that the call took, connecting included; k6's http_req_duration, ms; HTTP status, 0 without an answer; k6's error code; which request of the
 * mix; ms that it was late. The last two may be missing.
 */
export function parseLine(text: string, output: PartOutput): void {
  const mark = text.slice(0, text.indexOf(' '));
  const rest = text.slice(mark.length + 1);
  if (mark === MARK.request && request(rest, output)) return;
  if (mark === MARK.start && Number.isFinite(Number(rest))) output.loadStart = Number(rest);
  else if (mark === MARK.summary) output.summary = parseObject(rest);
  else if (text !== FAILED) output.message(text);
}

function request(rest: string, output: PartOutput): boolean {
  const fields = rest.split(' ').map(Number);
  if ((fields.length !== 6 && fields.length !== 8) || !fields.every((field) => Number.isFinite(field))) return false;
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
  output.request({ iteration, end, elapsed, duration, status, error, kind, late });
  return true;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
