import { join } from 'node:path';
import { Busy } from '../../experiments/exclusive';
import { verdictTable } from '../../experiments/report/table';
import { withLive } from '../../experiments/live/during';
import { LIVE_VARIABLE } from '../../experiments/live/variable';
import { runExperiment } from '../../experiments/run';
import { terminalReport } from '../../toolchain';
import { projectDir } from '../../toolchain/paths';
import { Exit, exitCodeOf } from '../errors';
import { exclusively } from '../exclusively';
import { chosenExperiment } from '../experiment';
import type { Interrupts } from '../interrupts';
import { openPulumi } from '../prepare';
import { stackName } from '../pulumi';
import { VERDICT_CODES } from '../results';
import { readStackFile } from '../stackFile';
import { targetOf } from '../target';

export interface RunOptions {
  readonly stack: string;
  /** A preset, or a file. @default the stack's own experiment */
  readonly experiment?: string;
  /** Of the experiment, `experiment.KEY=VALUE` each. @default none */
  readonly config?: readonly string[];
  readonly json: boolean;
  /** A page shows the run while it happens. */
  readonly live: boolean;
}

/**
 * Runs an experiment against a stack as it is up, without an update; gives the exit code: that of the verdict, or 130 after Ctrl-C. What
 * was recorded until then is kept.
 */
export async function run(options: RunOptions, interrupts: Interrupts): Promise<number> {
  const stack = stackName(options.stack);
  const spec = chosenExperiment(readStackFile(projectDir, stack), options.experiment, options.config ?? []);
  return exclusively(join(projectDir, 'results', stack), `testbed run of ${spec.name}`, async () => {
    const target = await targetOf(await openPulumi(options.stack, interrupts));
    const { report, end } = terminalReport(process.stderr);
    const { signal } = interrupts;
    const say = (line: string): void => report(`${spec.name}: ${line}`);
    const wanted = options.live ? process.env[LIVE_VARIABLE] : 'off';
    const { result, directory } = await withLive(wanted, say, ({ observer, address }) => {
      // A line that is done stays where it is.
      if (address !== undefined) report(`live: ${address}`, 1);
      const resultsDir = join(projectDir, 'results');
      return runExperiment(spec, target, { stack, resultsDir, report: say, status: say, observer, signal });
    })
      .catch((error: Error) => {
        throw error instanceof Busy ? error : new Exit(VERDICT_CODES.invalid, error.message);
      })
      .finally(end);
    if (options.json) console.log(JSON.stringify({ directory, result }, null, 2));
    else
      console.log(
        `${verdictTable(result, { color: process.stdout.isTTY })}\nReport: ${join(directory, 'report.html')}`,
      );
    return signal.aborted ? exitCodeOf('SIGINT') : VERDICT_CODES[result.verdict];
  });
}
