import { basename, dirname, join } from 'node:path';
import type { Stack } from '@pulumi/pulumi/automation';
import { stringify } from 'yaml';
import { execute, type Progress } from '../../experiments/compare/execute';
import type { PlannedRun } from '../../experiments/compare/plan';
import { finishedSince } from '../../experiments/compare/recover';
import type { ComparisonStore } from '../../experiments/compare/store';
import { writeWhole } from '../../experiments/report/files';
import { parseConfig } from '../../stacks/schema';
import { terminalReport } from '../../toolchain';
import { projectDir } from '../../toolchain/paths';
import { openStack, statusOf } from '../automation';
import { Exit, interrupted } from '../errors';
import type { Interrupts } from '../interrupts';
import { prepareAll } from '../prepare';
import { experimentUrn, ownKeys, type Pulumi } from '../pulumi';
import { experimentOutputs } from '../results';
import { tidyStackFile, type StackFile } from '../stackFile';
import { ComparisonPage } from './page';
import { again, configured } from './stack';

/** Makes the runs that are missing, one update each. */
export async function makeRuns(
  store: ComparisonStore,
  file: StackFile,
  { stack, live }: { readonly stack: string; readonly live: boolean },
  interrupts: Interrupts,
): Promise<void> {
  const pulumi = await prepareAll(stack, interrupts);
  const { report, end } = terminalReport(process.stderr);
  const page = await ComparisonPage.open(live, report);
  try {
    await pulumi.create();
    const automation = await openStack(pulumi, page.variables);
    await execute(store, {
      signal: interrupts.signal,
      report: (progress) => {
        report(where(progress));
        page.at(where(progress), store, store.finished());
      },
      recover: ({ variant, load }, since) => {
        const { experiment: spec } = parseConfig(
          ownKeys(configured(file, variant, store.plan.loads[load]).config ?? {}),
        );
        return spec === null ? undefined : finishedSince(dirname(dirname(store.directory)), { variant, spec, since });
      },
      measure: async (planned) => measure(planned, { store, file, pulumi, automation, interrupts, report, page }),
    });
    page.at('The comparison is over', store, store.finished());
  } catch (error) {
    end();
    if (interrupts.signal.aborted)
      throw interrupted(`Stopped; what is finished is kept. It goes on with: ${again(store.plan.stack)}`);
    throw error;
  } finally {
    await page.close();
    if (pulumi.environment.backend.owner === 'testbed') tidyStackFile(projectDir, store.plan.stack);
  }
  end();
}

interface Measuring {
  readonly store: ComparisonStore;
  readonly file: StackFile;
  readonly pulumi: Pulumi;
  readonly automation: Stack;
  readonly interrupts: Interrupts;
  readonly report: (line: string) => void;
  readonly page: ComparisonPage;
}

async function measure(planned: PlannedRun, measuring: Measuring) {
  const { store, file, pulumi, automation, interrupts, report, page } = measuring;
  const { variant, load } = planned;
  await writeWhole(store.directory, 'config.yaml', stringify(configured(file, variant, store.plan.loads[load])));
  await pulumi.recover(report);
  const earlier = experimentOutputs(await pulumi.outputs());
  const lines: string[] = [];
  try {
    await automation.up({
      configFile: join(store.directory, 'config.yaml'),
      // It runs each time, though its inputs are those of the time before.
      ...(earlier !== undefined && { replace: [experimentUrn(pulumi.stack)] }),
      signal: interrupts.signal,
      onOutput: (text) => {
        lines.push(text);
        for (const line of text.split('\n')) {
          const status = statusOf(line);
          if (status === undefined || page.heard(status)) continue;
          report(`run ${planned.index + 1}, ${variant}: ${status}`);
        }
      },
    });
  } catch (error) {
    interrupts.signal.throwIfAborted();
    const log = lines.join('').trimEnd().split('\n').slice(-15).join('\n') || (error as Error).message;
    throw new Exit(
      1,
      `${log}\nThe update failed. What is finished is kept; it goes on with: ${again(store.plan.stack)}`,
    );
  }
  const outputs = experimentOutputs(await pulumi.outputs());
  if (outputs?.report === undefined || outputs.report === earlier?.report)
    throw new Exit(1, `The update with ${variant} ran no experiment.`);
  return { id: basename(dirname(outputs.report)), verdict: outputs.verdict };
}

function where({ run, done, of, remaining }: Progress): string {
  const left = remaining === null ? '' : `, about ${Math.ceil(remaining / 60)} min left`;
  return `run ${done + 1} of ${of}: ${run.variant}${left}`;
}
