import type { Interrupts } from '../interrupts';
import { openPulumi } from '../prepare';

/** A word as a POSIX shell reads it. */
export const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** Lines for `eval`, after which the plain Pulumi CLI works in the user's shell. */
export const exportLines = (variables: Readonly<Record<string, string>>): string =>
  Object.entries(variables)
    .map(([name, value]) => `export ${name}=${quoted(value)}\n`)
    .join('');

export async function env(stack: string, interrupts: Interrupts): Promise<void> {
  const pulumi = await openPulumi(stack, interrupts);
  process.stdout.write(exportLines(pulumi.environment.variables));
}
