import type { Options, Report } from '../types';
import { duration, stepLine } from './format';

/** How often a step that goes on says so, in milliseconds. */
const interval = 1000;

/**
 * Runs a piece of work that takes time and says, in `options.report`, what it does, how far it is and how long it takes: each
 * message of the work at once, then every second, and a last line when it is done.
 */
export async function said<T>(what: string, options: Options, work: (report: Report) => Promise<T>): Promise<T> {
  const started = performance.now();
  let stepStarted = started;
  let current: { message: string; fraction: number | undefined } | undefined;
  const say = (): void => {
    if (!current) return;
    const { message, fraction } = current;
    options.report(`${what}: ${stepLine(message, (performance.now() - stepStarted) / 1000, fraction)}`, fraction);
  };
  const timer = setInterval(say, interval);
  try {
    const result = await work((message, fraction) => {
      // The same step with another count: the timer tells of it.
      const same = current !== undefined && fraction !== undefined && current.fraction !== undefined;
      current = { message, fraction };
      if (same) return;
      stepStarted = performance.now();
      say();
    });
    options.report(`${what}: ready after ${duration((performance.now() - started) / 1000)}`, 1);
    return result;
  } finally {
    clearInterval(timer);
  }
}

/** Waits for something, and says every second what for as long as `message` gives a text. */
export async function waited<T>(
  what: string,
  options: Options,
  message: () => string | undefined,
  awaited: Promise<T>,
): Promise<T> {
  const started = performance.now();
  const timer = setInterval(() => {
    const text = message();
    if (text) options.report(`${what}: ${stepLine(text, (performance.now() - started) / 1000)}`);
  }, interval);
  try {
    return await awaited;
  } finally {
    clearInterval(timer);
  }
}
