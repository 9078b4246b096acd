import { join } from 'node:path';
import { projectDir } from '../toolchain/paths';
import type { Interrupts } from './interrupts';
import { passThrough } from './process';

/** Runs a script of this project that reads its own arguments; gives its exit code. */
export function script(path: string, args: readonly string[], interrupts: Interrupts): Promise<number> {
  const tsx = join(projectDir, 'node_modules', 'tsx', 'dist', 'cjs', 'index.cjs');
  return passThrough(process.execPath, ['-r', tsx, join(projectDir, path), ...args], {}, interrupts);
}
