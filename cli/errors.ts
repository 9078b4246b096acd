import { constants } from 'node:os';

/** Ends the command with an exit code of its own; its message, if there is one, is shown. */
export class Exit extends Error {
  constructor(
    readonly code: number,
    message = '',
  ) {
    super(message);
  }
}

/** What the shell calls a program that a signal ended: 128 and the signal's number. */
export const exitCodeOf = (signal: NodeJS.Signals): number => 128 + constants.signals[signal];

/** The end of a command that Ctrl-C stopped. */
export const interrupted = (message = ''): Exit => new Exit(exitCodeOf('SIGINT'), message);

/** What is shown of an error: its message, and with `DEBUG` set where it came from. */
export function shown(error: unknown, debug = Boolean(process.env['DEBUG'])): string {
  if (!(error instanceof Error)) return String(error);
  return debug ? (error.stack ?? error.message) : error.message;
}

/** Calls; a configuration that has problems is wrong usage. @throws Exit (2) with all of them */
export function orExit<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw (error as Error).name === 'ConfigError' ? new Exit(2, (error as Error).message) : error;
  }
}
