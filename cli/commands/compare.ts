import { randomInt } from 'node:crypto';
import { basename, dirname, extname, join } from 'node:path';
import type { Stack } from '@pulumi/pulumi/automation';
import { stringify } from 'yaml';
import { leastRepeats } from '../../experiments/compare/analysis';
import { comparisonsIn, conclude, recomputeComparison, type Conclusion } from '../../experiments/compare/conclude';
import { execute, type Progress } from '../../experiments/compare/execute';
import { makePlan, type Plan, type PlannedRun } from '../../experiments/compare/plan';
import { finishedSince } from '../../experiments/compare/recover';
import { ComparisonStore, unfinished } from '../../experiments/compare/store';
import { writeWhole } from '../../experiments/report/files';
import { withFilesRead } from '../../experiments/spec';
import { parseConfig } from '../../stacks/schema';
import { terminalReport } from '../../toolchain';
import { projectDir } from '../../toolchain/paths';
import { openStack, statusOf } from '../automation';
import { assumptionsOf, type AssumptionFiles } from '../assumptions';
import { ComparisonPage } from '../comparisonPage';
import { Exit, interrupted, orExit } from '../errors';
import { exclusively } from '../exclusively';
import type { Interrupts } from '../interrupts';
import { prepareAll } from '../prepare';
import { experimentUrn, ownKeys, PROJECT, stackName, type Pulumi } from '../pulumi';
import { experimentOutputs } from '../results';
import { readStackFile, tidyStackFile, type StackFile } from '../stackFile';

export interface CompareOptions extends AssumptionFiles {
  readonly stack: string;
  /** A page shows the run that goes on, and how far all are. */
  readonly live: boolean;
  /** Values of `autoscaler`, separated by commas. Without it the comparison that was interrupted goes on. */
  readonly variants?: string;
  readonly repeat: number;
  /** Presets, or files of one's own. @default the stack's own experiment */
  readonly experiment?: readonly string[];
  /** @default a random one */
  readonly seed?: number;
  /** Give the interrupted comparison up. */
  readonly fresh: boolean;
  readonly json: boolean;
}

/**
 * Runs variants against each other, each several times, and says which is better.
 * @param id with `recompute`: the comparison whose results are made again; default: the last
 */
export async function compare(options: CompareOptions, interrupts: Interrupts, id?: string): Promise<void> {
  const stack = stackName(options.stack);
  const results = join(projectDir, 'results', stack);
  if (options.recompute) return recomputed(options, results, id);
  if (id !== undefined) throw new Exit(2, `${id}: a comparison is named with --recompute only`);
  assumptionsOf(options);
  const file = readStackFile(projectDir, stack);
  const before = unfinished(join(results, 'comparisons'));
  const plan = options.variants === undefined ? undefined : planned(options, stack, options.variants, file);
  if (plan !== undefined && before !== undefined && !options.fresh) {
    throw new Exit(
      2,
      `The comparison ${before.id} is not over (${before.plan.variants.join(', ')}). It goes on with: ${again(stack)}\nTo give it up: --fresh`,
    );
  }
  const resumed = plan === undefined ? before : undefined;
  const asked = plan ?? resumed?.plan;
  if (asked === undefined)
    throw new Exit(2, 'There is no comparison to go on with. Say which variants: --variants fixed,hpa-cpu');
  for (const variant of asked.variants) for (const load of Object.values(asked.loads)) check(file, variant, load);

  await exclusively(results, `the comparison ${asked.id}`, async () => {
    const store = resumed ?? (await ComparisonStore.create(join(results, 'comparisons', asked.id), asked));
    if (store.remaining().length > 0) await run(store, file, options, interrupts);
    show(store, await conclude(store, results), options.json);
    if (!options.json) console.log('The testbed is still up; the end of it all: npm run down');
  });
}

function planned(options: CompareOptions, stack: string, names: string, file: StackFile): Plan {
  const variants = names.split(',').map((name) => name.trim());
  if (new Set(variants).size < Math.max(2, variants.length))
    throw new Exit(2, `--variants is ${JSON.stringify(names)}: two or more, each once, separated by commas`);
  const least = leastRepeats(variants.length);
  if (options.repeat < least)
    console.error(
      `With ${options.repeat} runs of each no difference can be found, however clear: it takes ${least} (--repeat ${least}).`,
    );
  const own = file.config?.[`${PROJECT}:experiment`] ?? {};
  const loads = loadsOf(options.experiment, own);
  const now = new Date();
  return makePlan({
    id: now
      .toISOString()
      .replaceAll(/[-:]|\..*/g, '')
      .replace('T', '-'),
    stack,
    createdAt: now.toISOString(),
    seed: options.seed ?? randomInt(2 ** 31),
    variants,
    loads,
    repeats: options.repeat,
  });
}

/**
 * The loads by name: presets, files (the name is the file's), or the stack's own. What files hold goes into the plan: a comparison that goes on later
 * goes on with the same.
 */
function loadsOf(experiments: readonly string[] | undefined, own: unknown): Plan['loads'] {
  const asked = experiments?.map((preset) => [basename(preset, extname(preset)), { preset }] as const) ?? [
    ['experiment', own] as const,
  ];
  const names = asked.map(([name]) => name);
  if (new Set(names).size < names.length)
    throw new Exit(2, `--experiment: each load needs a name of its own; there are ${names.join(', ')}`);
  return Object.fromEntries(asked.map(([name, load]) => [name, orExit(() => withFilesRead(load, projectDir))]));
}

async function run(store: ComparisonStore, file: StackFile, { stack, live }: CompareOptions, interrupts: Interrupts) {
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

/** Makes the results of a comparison's runs again, and what it found. */
async function recomputed(options: CompareOptions, results: string, named?: string): Promise<void> {
  const folder = join(results, 'comparisons');
  const ids = comparisonsIn(folder);
  const id = named === undefined ? ids.at(-1) : ids.find((one) => one === basename(named));
  if (id === undefined)
    throw new Exit(2, `There is no such comparison in ${folder}: ${ids.join(', ') || 'none at all'}.`);
  const assumptions = assumptionsOf(options);
  const store = ComparisonStore.open(join(folder, id));
  const { report, end } = terminalReport(process.stderr);
  const conclusion = await exclusively(results, `the comparison ${id}, made again`, () =>
    recomputeComparison(store, results, assumptions, report).finally(end),
  );
  show(store, conclusion, options.json);
}

function show(store: ComparisonStore, { analyses, text, report }: Conclusion, json: boolean): void {
  if (typeof report !== 'string') console.error(`report.html could not be made: ${report.reason}`);
  const path = typeof report === 'string' ? report : null;
  if (json) return console.log(JSON.stringify({ plan: store.plan, runs: store.finished(), analyses, report: path }));
  console.log(text);
  console.log(`Kept in ${store.directory}${path === null ? '' : `; to look at: ${path}`}`);
}

function where({ run, done, of, remaining }: Progress): string {
  const left = remaining === null ? '' : `, about ${Math.ceil(remaining / 60)} min left`;
  return `run ${done + 1} of ${of}: ${run.variant}${left}`;
}

const again = (stack: string): string => `npm run testbed -- compare --stack ${stack}`;

function configured(file: StackFile, variant: string, experiment: unknown): StackFile {
  const own = { [`${PROJECT}:autoscaler`]: variant, [`${PROJECT}:experiment`]: experiment };
  return { ...file, config: { ...file.config, ...own } };
}

/** @throws Exit (2) where the testbed would refuse the configuration */
function check(file: StackFile, variant: string, experiment: unknown): void {
  const { config } = configured(file, variant, experiment);
  const { experiment: spec } = orExit(() => parseConfig(ownKeys(config ?? {})));
  if (spec === null) throw new Exit(2, 'There is nothing to compare without an experiment: --experiment default');
}
