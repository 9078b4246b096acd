import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tools } from '../../toolchain';
import { Exit } from '../errors';
import type { Interrupts } from '../interrupts';
import { openPulumi, reported } from '../prepare';
import { passThrough } from '../process';

/** Runs kubectl on the stack's cluster. */
export async function kubectl(stack: string, args: readonly string[], interrupts: Interrupts): Promise<number> {
  const pulumi = await openPulumi(stack, interrupts);
  const { kubeconfig } = await pulumi.outputs(true);
  if (typeof kubeconfig !== 'string')
    throw new Exit(1, `The stack ${stack} has no cluster. Bring it up first: npm run up`);
  const { kubectl: executable } = await reported(interrupts, (options) => tools(['kubectl'], options));
  const file = nameless(kubeconfig);
  try {
    return await passThrough(
      executable,
      args,
      // The child's descriptor 3; opened by this name it is read from its beginning, every time.
      { stdio: ['inherit', 'inherit', 'inherit', file], env: { ...process.env, KUBECONFIG: '/proc/self/fd/3' } },
      interrupts,
    );
  } finally {
    closeSync(file);
  }
}

/** Descriptor of a file with the given text that has no name: nobody else can open it, and a killed process leaves nothing. */
export function nameless(text: string): number {
  const folder = mkdtempSync(join(tmpdir(), 'testbed-'));
  try {
    const path = join(folder, 'kubeconfig');
    writeFileSync(path, text, { mode: 0o600 });
    return openSync(path, 'r');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
