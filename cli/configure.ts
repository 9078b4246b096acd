import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from '../toolchain/paths';
import { Exit } from './errors';
import { ownKeys, stackName, type Pulumi } from './pulumi';

/**
 * Sets what the user asked for on the command line. What the testbed would refuse is refused here, and the stack's file is as it was:
 * a slip on one command line must not stand in the way of the next.
 */
export async function configure(pulumi: Pulumi, settings: readonly string[]): Promise<void> {
  if (settings.length === 0) return;
  const path = join(projectDir, `Pulumi.${stackName(pulumi.stack)}.yaml`);
  const before = contentOf(path);
  try {
    const all = await pulumi.configure(settings);
    // Only now: it brings Pulumi's SDK with it.
    const { parseConfig, valueOfText } = await import('../stacks/schema.js');
    const raw = Object.entries(ownKeys(all)).map(([key, { value, objectValue }]) => [
      key,
      objectValue ?? (value === undefined ? undefined : valueOfText(value)),
    ]);
    parseConfig(Object.fromEntries(raw) as Record<string, unknown>);
  } catch (error) {
    if (before === undefined) rmSync(path, { force: true });
    else writeFileSync(path, before);
    const { name, message } = error as Error;
    throw name === 'ConfigError' ? new Exit(1, message) : error;
  }
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
