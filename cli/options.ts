import { InvalidArgumentError } from 'commander';

/** The stack whose commands say none. */
export const DEFAULT_STACK = 'dev';

/** The option of every command that is about one stack. */
export const STACK = [
  '--stack <name>',
  'the stack: one testbed, with its own cluster and configuration',
  DEFAULT_STACK,
] as const;

/** The option of every command that runs an experiment. */
export const NO_LIVE = ['--no-live', 'no page on 127.0.0.1 that shows the run while it happens'] as const;

export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) < 1) throw new InvalidArgumentError('A whole number from 1 on.');
  return Number(text);
}

export function factor(text: string): number {
  if (!(Number(text) > 0)) throw new InvalidArgumentError('A number over 0.');
  return Number(text);
}

/** `5%` or `0.05`. */
export function share(text: string): number {
  return text.endsWith('%') ? factor(text.slice(0, -1)) / 100 : factor(text);
}

/** Of an option that may come more than once. */
export const collected = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
