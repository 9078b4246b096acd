import { objectOf, requestOf } from '../lines';
import type { PartOutput } from '../output';

/** Marks that begin the lines which script.js writes; any other line is k6's own log. */
export const MARK = {
  request: 'R',
  start: 'K6START',
  summary: 'K6SUMMARY',
  dropped: 'K6DROP',
  late: 'K6LATE',
} as const;
/** k6 logs this for each request that fails; the request's own line says more. */
const FAILED = 'Request Failed';

/** Takes in a line of k6's log. */
export function parseLine(text: string, output: PartOutput): void {
  const mark = text.slice(0, text.indexOf(' '));
  const rest = text.slice(mark.length + 1);
  const request = mark === MARK.request ? requestOf(rest) : undefined;
  if (request !== undefined) output.request(request);
  else if (mark === MARK.start && Number.isFinite(Number(rest))) output.loadStart = Number(rest);
  else if (mark === MARK.dropped && Number.isFinite(Number(rest))) output.dropped.push(Number(rest));
  else if (mark === MARK.late) output.failure = tooLate(Number(rest));
  else if (mark === MARK.summary) output.summary = objectOf(rest);
  else if (text !== FAILED) output.message(text);
}

function tooLate(milliseconds: number): string {
  return (
    `A load generator was ready ${(milliseconds / 1000).toFixed(1)} s after the common start of all. ` +
    'Its image may have come to its node just now: run it again. Or the clocks of the nodes are apart.'
  );
}
