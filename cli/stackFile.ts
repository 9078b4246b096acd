import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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
