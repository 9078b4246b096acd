import { objectOf, requestOf } from '../lines';
import type { PartOutput } from '../output';

/** Marks that begin the lines which locustfile.py writes; any other line is Locust's own log. */
export const MARK = {
  request: 'R',
  start: 'LOCUSTSTART',
  dropped: 'LOCUSTDROP',
  summary: 'LOCUSTSUMMARY',
  failure: 'LOCUSTFAILED',
} as const;

/** A line of the master's log. */
export function parseLine(text: string, output: PartOutput): void {
  const mark = text.slice(0, text.indexOf(' '));
  const rest = text.slice(mark.length + 1);
  const request = mark === MARK.request ? requestOf(rest) : undefined;
  if (request) output.request(request);
  else if (mark === MARK.start && Number.isFinite(Number(rest))) output.loadStart = Number(rest);
  else if (mark === MARK.dropped && Number.isFinite(Number(rest))) output.dropped.push(Number(rest));
  else if (mark === MARK.summary) output.summary = objectOf(rest);
  else if (mark === MARK.failure) output.failure = rest;
  else output.message(text.replace(/^\[\S+ \S+\] [^\s/]+\//, ''));
}
