import { prepare, pulumiSetup, terminalReport, type Options, type PulumiSetup } from '../toolchain';
import { pulumiEnvironment } from './environment';
import type { Interrupts } from './interrupts';
import { Pulumi } from './pulumi';

/** Shows the progress of a piece of the set-up on stderr, so that a command's own output stays clean. */
export async function reported<T>(interrupts: Interrupts, work: (options: Options) => Promise<T>): Promise<T> {
  const { report, end } = terminalReport(process.stderr);
  try {
    return await work({ report, signal: interrupts.signal });
  } finally {
    end();
  }
}

/** The Pulumi CLI, which is built first when it is neither there nor to be had. */
export async function openPulumi(stack: string, interrupts: Interrupts): Promise<Pulumi> {
  return withSetup(await reported(interrupts, pulumiSetup), stack, interrupts);
}

/** All parts of the testbed, those that are missing downloaded or built first; gives the Pulumi CLI. */
export async function prepareAll(stack: string, interrupts: Interrupts): Promise<Pulumi> {
  return withSetup(await reported(interrupts, prepare), stack, interrupts);
}

function withSetup(setup: PulumiSetup, stack: string, interrupts: Interrupts): Pulumi {
  return new Pulumi(setup.pulumi, stack, pulumiEnvironment(setup), interrupts);
}
