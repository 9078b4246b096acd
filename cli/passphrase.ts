import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, openSync, closeSync, fsyncSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes sure that a random passphrase is in the file: mode 0600, written whole or not at all, and never overwritten, since what
 * it has encrypted would be lost.
 */
export function ensurePassphrase(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}`;
  rmSync(temporary, { force: true });
  const file = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(file, randomBytes(32).toString('base64url'));
    fsyncSync(file);
    // Unlike a rename, a link fails where the file is there already.
    linkSync(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    closeSync(file);
    rmSync(temporary);
  }
}
