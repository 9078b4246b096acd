import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import type { Options } from '../types';

/** Prints `busy` when another holds the lock and `held` once it is ours; holds it until its input ends. */
const holder = 'flock -n 9 || { echo busy; flock 9; }; echo held; exec cat';

/** Waits for `held`; `onBusy` is called when it has to be waited for. */
async function acquire(child: ChildProcess, onBusy: () => void, signal?: AbortSignal): Promise<void> {
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const abort = (): void => reject(signal?.reason as Error);
    signal?.addEventListener('abort', abort, { once: true });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`flock ended with code ${code} before the lock was held`)));
    child.stdout?.on('data', (data: Buffer) => {
      const before = output;
      output += data.toString();
      if (output.includes('busy') && !before.includes('busy')) onBusy();
      if (!output.includes('held')) return;
      signal?.removeEventListener('abort', abort);
      resolve();
    });
  });
}

function ownerOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Runs `work` while holding the lock file `path`. The kernel holds the lock (flock) for as long as a helper process lives, and
 * that one ends when this process does, even by SIGKILL: a dead process never keeps a lock.
 */
export async function withLock<T>(path: string, what: string, options: Options, work: () => Promise<T>): Promise<T> {
  options.signal?.throwIfAborted();
  mkdirSync(dirname(path), { recursive: true });
  // Opened for appending, so that opening it does not clear the owner that it names.
  const child = spawn('sh', ['-c', `exec 9>>"$1"; ${holder}`, 'lock', path], { stdio: ['pipe', 'pipe', 'ignore'] });
  const waiting = (): void => {
    const owner = ownerOf(path);
    if (owner === `${process.pid}`) return;
    options.report(`${what}: waiting for ${owner ? `process ${owner}` : 'another process'}, which is at it`);
  };
  try {
    await acquire(child, waiting, options.signal);
    writeFileSync(path, `${process.pid}\n`);
    return await work();
  } finally {
    // Not 'close': a flock that still waits keeps the pipe open until the other lets go.
    const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
    child.kill();
    await ended;
  }
}
