import { join } from 'node:path';
import { LockHeld, orRefused } from '../toolchain/cache/lock';

/** A second run on a stack while one is under way: each would be in the other's numbers. */
export class Busy extends Error {}

/**
 * Does what sends load to a stack. Two at once are refused, whichever processes they are in: commands, or an update by Pulumi.
 * @param stackDirectory the stack's folder of results
 * @param what for others, for example `run 20261123-083225-3fa9`
 * @throws Busy with who is at it
 */
export const oneRun = <T>(stackDirectory: string, what: string, work: () => Promise<T>): Promise<T> =>
  exclusive(join(stackDirectory, '.run.lock'), what, work);

/**
 * Does what makes several runs on a stack, or one: while it goes on no other such command starts, between the runs neither.
 * @throws Busy with who is at it
 */
export const oneCommand = <T>(stackDirectory: string, what: string, work: () => Promise<T>): Promise<T> =>
  exclusive(join(stackDirectory, '.comparison.lock'), what, work);

async function exclusive<T>(path: string, what: string, work: () => Promise<T>): Promise<T> {
  const who = `${what} (process ${process.pid}, since ${new Date().toISOString()})`;
  try {
    return await orRefused(path, who, work);
  } catch (error) {
    if (!(error instanceof LockHeld && error.path === path)) throw error;
    const holder = error.holder || 'another process';
    throw new Busy(`One experiment at a time on a stack. Under way is ${holder}; wait until it has ended, or end it.`);
  }
}
