import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a file of `mode` (default 0600) so that a reader, or a crash, never sees half of it. Makes its folder (0700). */
export function writeAtomically(path: string, content: string, mode = 0o600): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.new`;
  writeFileSync(temporary, content, { mode });
  chmodSync(temporary, mode);
  renameSync(temporary, path);
}

/** The content of a file; undefined when it cannot be read. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Writes a file unless it has this content already; says whether it did. */
export function writeIfChanged(path: string, content: string, mode = 0o600): boolean {
  if (readIfThere(path) === content) return false;
  writeAtomically(path, content, mode);
  return true;
}
