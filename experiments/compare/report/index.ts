import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RESULT_FILES } from '../../report';
import { baseStyle, inline } from '../../report/assets';
import { parseTimeline } from '../../report/csv';
import { writeWhole } from '../../report/files';
import type { Plan } from '../plan';
import type { LoadAnalysis, ReportedRun } from './model';
import { comparisonPage } from './page';

/**
 * Writes report.html into the comparison's folder.
 * @param results the stack's folder of results, which has a folder for each run
 * @returns its path
 */
export async function writeComparison(
  directory: string,
  results: string,
  plan: Plan,
  runs: readonly Omit<ReportedRun, 'timeline'>[],
  analyses: readonly LoadAnalysis[],
): Promise<string> {
  const timed = runs.map((run) => {
    const path = join(results, run.result.id, RESULT_FILES.timeline);
    return existsSync(path) ? { ...run, timeline: parseTimeline(readFileSync(path, 'utf8')) } : run;
  });
  const style = inline(`${baseStyle()}\n${readFileSync(join(__dirname, 'style.css'), 'utf8')}`);
  await writeWhole(directory, RESULT_FILES.report, comparisonPage(plan, timed, analyses, style));
  return join(directory, RESULT_FILES.report);
}
