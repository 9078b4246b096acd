import { join } from 'node:path';
import { projectDir } from '../../toolchain/paths';
import { Exit, interrupted } from '../errors';
import type { Interrupts } from '../interrupts';
import { configure } from '../configure';
import { prepareAll } from '../prepare';
import { experimentUrn, stackName } from '../pulumi';
import { experimentOutputs, summary, writtenSince } from '../results';
import { planLive } from '../live';
import { tidyStackFile } from '../stackFile';

export interface UpOptions {
  readonly stack: string;
  /** Fail when the verdict is not `pass`. */
  readonly check: boolean;
  /** Run the experiment again, though nothing has changed. */
  readonly rerun: boolean;
  /** Configuration, `key=value` each; kept in the stack's file. */
  readonly config: readonly string[];
  /** A page shows the experiment while it runs. */
  readonly live: boolean;
}

/** Arguments of `pulumi up`. */
export function upArguments({ stack, rerun }: Pick<UpOptions, 'stack' | 'rerun'>): string[] {
  return [
    // The table after the update shows the outputs better.
    ...['up', '--yes', '--skip-preview', '--suppress-outputs'],
    ...(rerun ? ['--replace', experimentUrn(stack)] : []),
  ];
}

export async function up(options: UpOptions, interrupts: Interrupts): Promise<void> {
  const pulumi = await prepareAll(options.stack, interrupts);
  const started = Date.now();
  try {
    await pulumi.create();
    await configure(pulumi, options.config);
    await pulumi.recover((line) => console.error(line));
    const { variables, hint } = await planLive(options.live, process.stdout.isTTY, process.env['TESTBED_LIVE']);
    if (hint !== undefined) console.error(hint);
    const code = await pulumi.stream(upArguments(options), variables);
    if (interrupts.signal.aborted) throw interrupted(whatNow('The update was stopped.'));
    if (code !== 0) throw new Exit(1, whatNow('The update failed; the reason is above.'));
  } finally {
    if (pulumi.environment.backend.owner === 'testbed') tidyStackFile(projectDir, stackName(options.stack));
  }

  const outputs = experimentOutputs(await pulumi.outputs());
  if (outputs === undefined)
    return console.log('\nThe testbed is up, without an experiment. The end of it all: npm run down');
  const fresh = outputs.report !== undefined && writtenSince(join(projectDir, outputs.report), started);
  console.log(`\n${summary(outputs, fresh, process.stdout.isTTY)}`);
  if (options.check && outputs.verdict !== 'pass')
    throw new Exit(1, `--check: the verdict is ${outputs.verdict}, not pass`);
}

const whatNow = (what: string): string =>
  `${what} What is there stays: "npm run up" goes on from here, "npm run down" takes it away.`;
