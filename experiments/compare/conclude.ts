import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Assumptions, recompute } from '../remake';
import { RESULT_FILES } from '../report';
import { writeWhole } from '../report/files';
import { parseResult } from '../report/schema';
import { seeded } from '../shapes/random';
import { analyse } from './analysis';
import { writeComparison } from './report';
import type { LoadAnalysis } from './report/model';
import { ANALYSIS, type ComparisonStore } from './store';
import { analysisText } from './text';

/** What a comparison found, and where it is to be looked at. */
export interface Conclusion {
  readonly analyses: readonly LoadAnalysis[];
  /** Markdown. */
  readonly text: string;
  /** The path of report.html; or why there is none, which costs nothing else. */
  readonly report: string | { readonly reason: string };
}

/**
 * Writes what was measured as analysis.json, summary.md and report.html into the comparison's folder.
 * @param results the stack's folder of results
 */
export async function conclude(store: ComparisonStore, results: string): Promise<Conclusion> {
  const { plan, directory } = store;
  const runs = store.finished().map(({ index, id }) => ({
    ...plan.runs[index]!,
    result: parseResult(readFileSync(join(results, id, RESULT_FILES.result), 'utf8')),
  }));
  const analyses = Object.keys(plan.loads)
    .map((load) => ({ load, own: runs.filter((one) => one.load === load) }))
    .filter(({ own }) => own.some(({ variant }) => variant === plan.variants[0]))
    .map(({ load, own }) => ({
      load,
      ...analyse(own, { baseline: plan.variants[0]!, random: seeded(plan.seed) }),
    }));
  const text = analyses.map((one) => `## ${one.load}\n\n${analysisText(one)}`).join('\n');
  await writeWhole(directory, 'summary.md', `# Comparison ${plan.id}\n\n${text}`);
  const report = await writeComparison(directory, results, plan, runs, analyses).catch(({ message }: Error) => ({
    reason: message,
  }));
  // The last: where it is, nothing is left to be done.
  await writeWhole(directory, ANALYSIS, `${JSON.stringify(analyses, null, 2)}\n`);
  return { analyses, text, report };
}

/** Makes the results of a comparison's runs again, and what follows from them. Which runs were done, and in which order, stays as it is. */
export async function recomputeComparison(
  store: ComparisonStore,
  results: string,
  assumptions: Assumptions,
  report: (message: string) => void,
): Promise<Conclusion> {
  const finished = store.finished();
  for (const [index, { id }] of finished.entries()) {
    report(`run ${index + 1} of ${finished.length}: ${id}`);
    await recompute(join(results, id), assumptions);
  }
  return conclude(store, results);
}

/** Ids of the comparisons in a folder, the oldest first. */
export const comparisonsIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((id) => existsSync(join(folder, id, 'plan.json')))
        .sort()
    : [];
