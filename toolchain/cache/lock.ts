import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { waited } from '../progress/steps';
import type { Options } from '../types';

/**
 * Locks the file $1 with the flock option $2, prints `busy` when another holds it and `held` once it is ours, and holds it until
 * its input ends. Opened for appending, so that opening it does not clear the owner that it names.
 */
const holder = 'exec 9>>"$1"; flock -n "$2" 9 || { echo busy; flock "$2" 9; }; echo held; exec cat';

type Mode = '--shared' | '--exclusive';

/** A lock that is held; or, while `acquired` is pending, waited for. */
interface Lock {
  readonly acquired: Promise<void>;
  readonly release: () => Promise<void>;
}

function lock(path: string, mode: Mode, onBusy: () => void, signal?: AbortSignal): Lock {
  mkdirSync(dirname(path), { recursive: true });
  // A group of its own: Ctrl-C in a terminal must not take the lock away before the work has ended.
  const child: ChildProcess = spawn('sh', ['-c', holder, 'lock', path, mode], {
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  });
  const acquired = new Promise<void>((resolve, reject) => {
    const abort = (): void => reject(signal?.reason as Error);
    signal?.addEventListener('abort', abort, { once: true });
    const settle = (work: () => void) => (): void => {
      signal?.removeEventListener('abort', abort);
      work();
    };
    child.once(
      'error',
      settle(() => reject(new Error('flock cannot be started: install util-linux'))),
    );
    child.once(
      'exit',
      settle(() => reject(new Error(`flock of ${path} ended before the lock was held`))),
    );
    child.stdout?.on('data', (data: Buffer) => {
      if (data.includes('busy')) onBusy();
      if (data.includes('held')) settle(resolve)();
    });
  });
  const release = async (): Promise<void> => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    process.kill(-child.pid);
    await ended;
  };
  return { acquired, release };
}

function ownerOf(path: string): string {
  const owner = textOf(path);
  if (owner === `${process.pid}`) return 'another step';
  return owner ? `process ${owner}` : 'another process';
}

/** What the holder of a lock wrote into its file. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

/**
 * Runs `work` while holding the lock file `path`. The kernel holds the lock (flock) for as long as a helper process lives, and
 * that one ends when this process does, even by SIGKILL: a dead process never keeps a lock.
 */
export async function withLock<T>(path: string, what: string, options: Options, work: () => Promise<T>): Promise<T> {
  options.signal?.throwIfAborted();
  let busy = false;
  const { acquired, release } = lock(path, '--exclusive', () => (busy = true), options.signal);
  try {
    await waited(what, options, () => (busy ? `waiting for ${ownerOf(path)}, which is at it` : undefined), acquired);
    writeFileSync(path, `${process.pid}\n`);
    return await work();
  } finally {
    await release();
  }
}

/** Runs `work` while saying, by a shared lock, that what the lock stands for is in use. */
export async function using<T>(path: string, work: () => Promise<T>): Promise<T> {
  const { acquired, release } = lock(path, '--shared', () => undefined);
  try {
    await acquired;
    return await work();
  } finally {
    await release();
  }
}

/** Another has the lock. */
export class LockHeld extends Error {
  constructor(
    readonly path: string,
    /** What its holder calls itself; empty where it did not say. */
    readonly holder: string,
  ) {
    super(`${path} is held by ${holder || 'another process'}`);
    this.name = 'LockHeld';
  }
}

/**
 * Runs `work` while holding the lock, or refuses at once.
 * @param who what others are told of the holder
 * @throws LockHeld where another has it, or a share of it
 */
export async function orRefused<T>(path: string, who: string, work: () => Promise<T>): Promise<T> {
  const busy = new AbortController();
  const { acquired, release } = lock(path, '--exclusive', () => busy.abort(), busy.signal);
  try {
    await acquired.catch((error: unknown) => {
      throw busy.signal.aborted ? new LockHeld(path, textOf(path)) : error;
    });
    writeFileSync(path, `${who}\n`);
    return await work();
  } finally {
    await release();
  }
}

/** Runs `work` if nobody uses what the lock stands for; otherwise does nothing: the last user will. */
export async function unlessUsed(path: string, work: () => Promise<void>): Promise<void> {
  await orRefused(path, '', work).catch((error: unknown) => {
    if (!(error instanceof LockHeld && error.path === path)) throw error;
  });
}
