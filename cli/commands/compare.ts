import { basename, join } from 'node:path';
import { comparisonsIn, conclude, recomputeComparison, type Conclusion } from '../../experiments/compare/conclude';
import { ComparisonStore, unfinished } from '../../experiments/compare/store';
import { terminalReport } from '../../toolchain';
import { projectDir } from '../../toolchain/paths';
import { assumptionsOf, type AssumptionFiles } from '../assumptions';
import { planned, type Asked } from '../comparison/plan';
import { makeRuns } from '../comparison/runs';
import { again, check } from '../comparison/stack';
import { Exit } from '../errors';
import { exclusively } from '../exclusively';
import type { Interrupts } from '../interrupts';
import { stackName } from '../pulumi';
import { readStackFile } from '../stackFile';

export interface CompareOptions extends AssumptionFiles, Asked {
  readonly stack: string;
  /** A page shows the run that goes on, and how far all are. */
  readonly live: boolean;
  /** Values of `autoscaler`, separated by commas. Without it the comparison that was interrupted goes on. */
  readonly variants?: string;
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
    if (store.remaining().length > 0) await makeRuns(store, file, options, interrupts);
    show(store, await conclude(store, results), options.json);
    if (!options.json) console.log('The testbed is still up; the end of it all: npm run down');
  });
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
