import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { projectDir } from '../toolchain/paths';

/** The testbed's own command line on a stack, as `npm run COMMAND -- ARGS` calls it; gives the exit code. */
export async function testbed(stack: string, ...args: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, [join(projectDir, 'cli', 'run.mjs'), ...args, '--stack', stack], {
    cwd: projectDir,
    // Standard output is for what the bench says.
    stdio: ['inherit', process.stderr, process.stderr],
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return code;
}
