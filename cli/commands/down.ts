import { down as clusterDown, status } from '../../embedded';
import { projectDir } from '../../toolchain/paths';
import { Exit, interrupted } from '../errors';
import type { Interrupts } from '../interrupts';
import { openPulumi, reported } from '../prepare';
import { stackName, type Pulumi } from '../pulumi';
import { resultsKept } from '../results';
import { tidyStackFile } from '../stackFile';

export interface DownOptions {
  readonly stack: string;
  /** Remove the stack as well: its history and the configuration in its file. */
  readonly remove: boolean;
}

/** Objects of a cluster that does not answer are given up, not waited for. */
const CLUSTER_IS_GONE = { PULUMI_K8S_DELETE_UNREACHABLE: 'true' };
const DESTROY = ['destroy', '--yes', '--skip-preview', '--suppress-outputs'];

export async function down(options: DownOptions, interrupts: Interrupts): Promise<void> {
  const cluster = stackName(options.stack);
  const pulumi = await openPulumi(options.stack, interrupts);
  let problem: string | undefined;
  try {
    const there = await pulumi.exists();
    if (there) problem = await destroy(pulumi, cluster, interrupts);
    else console.log(`There is no stack ${options.stack}.`);
    await sweep(cluster, interrupts);
    // With the cluster gone for certain, what is left of the stack is only in its state.
    if (problem !== undefined) problem = await destroy(pulumi, cluster, interrupts);
    if (there && problem === undefined && options.remove) await pulumi.remove();
  } finally {
    if (pulumi.environment.backend.owner === 'testbed') tidyStackFile(projectDir, cluster);
  }
  if (problem !== undefined) throw new Exit(1, `${problem} Of the cluster itself nothing is left.`);
  const kept = resultsKept(projectDir, cluster);
  console.log(['Nothing is left of the testbed on this machine.', ...(kept ? [kept] : [])].join('\n'));
}

async function destroy(pulumi: Pulumi, cluster: string, interrupts: Interrupts): Promise<string | undefined> {
  await pulumi.recover((line) => console.error(line));
  const { state, problems } = await status(cluster);
  if (state === 'broken') console.error(`The cluster is broken: ${problems.join('; ')}.`);
  return destroyed(pulumi, state === 'running' ? {} : CLUSTER_IS_GONE, interrupts);
}

/** Destroys the stack; gives what went wrong. */
async function destroyed(
  pulumi: Pulumi,
  variables: Readonly<Record<string, string>>,
  interrupts: Interrupts,
): Promise<string | undefined> {
  const code = await pulumi.stream(DESTROY, variables);
  if (interrupts.signal.aborted) throw interrupted('Stopped before the end: "npm run down" goes on from here.');
  return code === 0 ? undefined : `The stack ${pulumi.stack} could not be destroyed; the reason is above.`;
}

/** Takes away what is left of the embedded cluster, which is nothing when its resource was destroyed. */
async function sweep(cluster: string, interrupts: Interrupts): Promise<void> {
  if ((await status(cluster)).state === 'absent') return;
  console.log(`Sweeping what is left of the cluster ${cluster} ...`);
  await reported(interrupts, (options) => clusterDown(cluster, options));
  const { state, problems } = await status(cluster);
  if (state !== 'absent') throw new Exit(1, `Something of the cluster ${cluster} is left: ${problems.join('; ')}`);
}
