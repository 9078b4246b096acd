import type { Environment } from '../environment';
import type { Interrupts } from '../interrupts';
import { openPulumi } from '../prepare';

/** A word as a POSIX shell reads it. */
export const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** Lines for `eval`, after which the plain Pulumi CLI works in the user's shell. */
export function exportLines({ pathPrefix, variables }: Pick<Environment, 'pathPrefix' | 'variables'>): string {
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value)}\n`);
  // The shell's own PATH, and not the one that npm has added to.
  return `export PATH=${quoted(pathPrefix.join(':'))}:"$PATH"\n${lines.join('')}`;
}

export async function env(stack: string, interrupts: Interrupts): Promise<void> {
  const pulumi = await openPulumi(stack, interrupts);
  process.stdout.write(exportLines(pulumi.environment));
}
