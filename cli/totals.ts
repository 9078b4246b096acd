import { relative } from 'node:path';
import { z } from 'zod';

/** Numbers of tests. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
}

const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/**
 * Totals of a jest run and the names of what failed. A file that could not be run is one failure, and so is a run that failed
 * without a failure in its report (jest died, or an open handle had it killed).
 * @param text what jest wrote with `--json`; undefined when it wrote nothing
 * @param projectDir the folder that files are named from
 */
export function jestTotals(
  text: string | undefined,
  exitCode: number,
  projectDir: string,
): Totals & { readonly failures: string[] } {
  if (text === undefined)
    return { passed: 0, failed: 1, failures: [`jest ended with exit code ${exitCode} and no report`] };
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, testResults } = report.parse(JSON.parse(text));
  const failures = testResults.flatMap(({ name: path, status, assertionResults }) => {
    const name = relative(projectDir, path);
    const failed = assertionResults
      .filter((result) => result.status === 'failed')
      .map((result) => `${name}: ${result.fullName}`);
    return failed.length === 0 && status === 'failed' ? [`${name}: could not be run`] : failed;
  });
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  if (failed === 0 && exitCode !== 0) {
    return { passed: numPassedTests, failed: 1, failures: [`jest ended with exit code ${exitCode}`] };
  }
  return { passed: numPassedTests, failed, failures };
}

/** `N passed, M failed` of all. */
export function lastLine(totals: readonly Totals[]): string {
  const sum = (key: keyof Totals) => totals.reduce((total, each) => total + each[key], 0);
  return `${sum('passed')} passed, ${sum('failed')} failed`;
}
