import { join } from 'node:path';
import { Busy } from '../../experiments/exclusive';
import { verdictTable } from '../../experiments/report/table';
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
  /** Of the experiment, `experiment.KEY=VALUE` each. */
  readonly config: readonly string[];
  readonly json: boolean;
}

/**
 * Runs an experiment against a stack as it is up, without an update; gives the exit code: that of the verdict, or 130 after Ctrl-C. What
 * was recorded until then is kept.
 */
export async function run(options: RunOptions, interrupts: Interrupts): Promise<number> {
  const stack = stackName(options.stack);
  const spec = chosenExperiment(readStackFile(projectDir, stack), options.experiment, options.config);
  return exclusively(join(projectDir, 'results', stack), `testbed run of ${spec.name}`, async () => {
    const target = await targetOf(await openPulumi(options.stack, interrupts));
    const { report, end } = terminalReport(process.stderr);
    const { signal } = interrupts;
    const { result, directory } = await runExperiment(spec, target, {
      stack,
      resultsDir: join(projectDir, 'results'),
      report: (line) => report(`${spec.name}: ${line}`),
      signal,
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
