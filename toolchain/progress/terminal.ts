import type { Report } from '../types';

/** A sink of lines, as `process.stderr` is one. */
export interface Sink {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Lines of the same step in a log are at least this far apart, in milliseconds. */
const logInterval = 10_000;

/** The step that a message is about: its words, without the counts that change. */
const stepOf = (message: string): string =>
  message.replace(/[0-9][0-9.,]*( [%a-zA-Z]+)?/g, '#').replace(/(, (about )?#.*)$/, '');

/** One report for a log: a new step at once, the same one again every ten seconds. */
export function logReport(write: (line: string) => void, now: () => number = Date.now): Report {
  const last = new Map<string, { step: string; time: number }>();
  return (message) => {
    const subject = message.split(':', 1)[0] ?? '';
    const step = stepOf(message);
    const before = last.get(subject);
    if (before?.step === step && now() - before.time < logInterval) return;
    last.set(subject, { step, time: now() });
    write(message);
  };
}

/** One report for a terminal: lines of finished work stay, and below them one line shows all that is going on. */
export function lineReport(sink: Sink): { readonly report: Report; readonly end: () => void } {
  const going = new Map<string, string>();
  const show = (): void => {
    const line = [...going.values()].join(' | ');
    const width = Math.max(20, (sink.columns || 80) - 1);
    sink.write(`\r\u001b[K${line.length > width ? `${line.slice(0, width - 1)}…` : line}`);
  };
  return {
    report: (message, fraction) => {
      const subject = message.split(':', 1)[0] ?? '';
      if (fraction === 1) {
        going.delete(subject);
        sink.write(`\r\u001b[K${message}\n`);
      } else {
        going.set(subject, message);
      }
      show();
    },
    end: () => {
      going.clear();
      show();
    },
  };
}

/** The report that fits the sink: one line that changes on a terminal, a line at a time elsewhere. `end` clears the former. */
export function terminalReport(sink: Sink): { readonly report: Report; readonly end: () => void } {
  if (sink.isTTY) return lineReport(sink);
  return { report: logReport((line) => sink.write(`${line}\n`)), end: () => undefined };
}
