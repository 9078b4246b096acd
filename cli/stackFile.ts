import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** The configuration of a stack as its file has it. */
export interface StackFile {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

/** A stack's file; empty where there is none. */
export function readStackFile(projectDir: string, stack: string): StackFile {
  const path = join(projectDir, `Pulumi.${stack}.yaml`);
  return existsSync(path) ? ((parse(readFileSync(path, 'utf8')) as StackFile | null) ?? {}) : {};
}

/**
 * A stack's file without the salt of the passphrase, or undefined where there is none to take out or the file's own secrets
 * need it.
 */
export function withoutSalt(text: string): string | undefined {
  if (/^\s+(- )?secure:/m.test(text)) return undefined;
  const lines = text.split('\n');
  const kept = lines.filter((line) => !line.startsWith('encryptionsalt:'));
  return kept.length === lines.length ? undefined : kept.join('\n');
}

/**
 * Takes the salt that an update wrote into `Pulumi.STACK.yaml` out again. It belongs to a passphrase of this machine, and the file
 * to everybody: a run is not to show as a local change. Pulumi finds the salt in the state.
 */
export function tidyStackFile(projectDir: string, stack: string): void {
  const path = join(projectDir, `Pulumi.${stack}.yaml`);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return;
  }
  const tidy = withoutSalt(text);
  if (tidy === undefined) return;
  if (tidy.trim() === '') return rmSync(path);
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, tidy, { mode: statSync(path).mode });
  renameSync(temporary, path);
}
