import type { PartOutput } from '../output';

/** What siege says of how a request failed, by k6's error codes; 1000 is any other. */
const ERRORS: readonly (readonly [RegExp, number])[] = [
  [/timed? ?out/i, 1050],
  [/refused/i, 1212],
  [/reset/i, 1220],
  [/unable to resolve|host/i, 1101],
];
/** What it says to nobody's use: its banner, that there is no shell to make a configuration with, and that it keeps no cookies. */
const IDLE = /^(\*\* |Lifting the server siege|ERROR: Unable to open cookies file|sh: .*siege\.config)/;
// Colours of the terminal that it takes its output for.
// eslint-disable-next-line no-control-regex
const COLOUR = /\u001b\[[\d;]*m/g;

/**
 * A line of siege's log, after the time at which it was written (RFC 3339, by the kubelet): siege itself tells whole seconds only.
 * A request is `HTTP/1.1 200     0.31 secs:       5 bytes ==> GET  /path`, so its time has a resolution of 10 ms; one without an answer
 * is an error line without any time.
 */
export function parseLine(line: string, output: PartOutput): void {
  const time = Date.parse(line.slice(0, line.indexOf(' ')));
  const text = line
    .slice(line.indexOf(' ') + 1)
    .replaceAll(COLOUR, '')
    .trim();
  const answer = /^HTTP\/\S+ (\d{3})\s+([\d.]+) secs:/.exec(text);
  const error = /^\[error\] (.*)/.exec(text);
  const users = /^\*\* Preparing (\d+) concurrent users/.exec(text);
  const total = /^([A-Z][a-z ]+):\s+([\d.]+)( .*)?$/.exec(text);
  if (answer) add(output, time, Number(answer[2]) * 1000, Number(answer[1]));
  else if (error) add(output, time, 0, 0, codeOf(error[1] ?? ''));
  else if (users) output.summary = summarized(output.summary, USERS, Number(users[1]));
  else if (/^The server is now under siege/.test(text)) output.loadStart = time;
  else if (total) output.summary = summarized(output.summary, total[1] ?? '', Number(total[2]));
  else if (!IDLE.test(text)) output.message(text);
}

function add(output: PartOutput, end: number, milliseconds: number, status: number, code?: number): void {
  const elapsed = Math.round(milliseconds);
  const error = code ?? (status >= 400 ? 1000 + status : 0);
  output.request({ iteration: output.count, end, elapsed, duration: elapsed, status, error });
}

const codeOf = (text: string): number => ERRORS.find(([pattern]) => pattern.test(text))?.[1] ?? 1000;

const USERS = 'Concurrent users';

/**
 * Siege's totals as it writes them, and its number of requests in the form of k6's summary: `Transactions` are those that went well. At its end
 * each user may have a request under way, which is cut off.
 */
function summarized(before: PartOutput['summary'], name: string, value: number): NonNullable<PartOutput['summary']> {
  const siege: Readonly<Record<string, number>> = { ...(before?.['siege'] as object | undefined), [name]: value };
  const { Transactions: good, 'Failed transactions': failed } = siege;
  const known = good !== undefined && failed !== undefined;
  return {
    siege,
    ...(known && {
      metrics: {
        http_reqs: { values: { count: good + failed } },
        http_req_failed: { values: { passes: failed } },
        dropped_iterations: { values: { count: 0 } },
        cut_off: { values: { count: siege[USERS] ?? 0 } },
      },
    }),
  };
}
