import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sliCsv } from '../../experiments/export/csv';
import { junit } from '../../experiments/export/junit';
import { markdown } from '../../experiments/export/markdown';
import { openMetrics } from '../../experiments/export/openMetrics';
import { openSlo } from '../../experiments/export/openSlo';
import { recompute } from '../../experiments/remake';
import { messageOf } from '../../experiments/kube';
import { verdictTable } from '../../experiments/report/table';
import type { Result } from '../../experiments/types';
import { projectDir } from '../../toolchain/paths';
import { assumptionsOf, type AssumptionFiles } from '../assumptions';
import { Exit } from '../errors';
import type { Format } from '../formats';
import { VERDICT_CODES } from '../results';
import { findRun, type Run } from '../runs';

const FORMATS: Readonly<Record<Exclude<Format, 'table'>, (result: Result) => string>> = {
  csv: sliCsv,
  json: (result) => `${JSON.stringify(result, null, 2)}\n`,
  junit,
  markdown,
  openmetrics: openMetrics,
  openslo: openSlo,
};

export interface ReportOptions extends AssumptionFiles {
  readonly stack: string;
  readonly format: Format;
  /** File to write to. @default standard output */
  readonly output?: string;
}

/**
 * Shows runs that are over; gives the exit code of the last one's verdict: 0 pass, 1 fail, 3 invalid. With `recompute` their results are made again
 * before.
 */
export async function report(named: readonly string[], options: ReportOptions): Promise<number> {
  const { stack, format, output } = options;
  const assumptions = assumptionsOf(options);
  if (named.length > 1 && format !== 'table') throw new Exit(2, `--format ${format} is for one run at a time`);
  const found = (named.length === 0 ? [undefined] : named).map((name) => findRun(projectDir, stack, name));
  const runs: Run[] = [];
  for (const { result, directory } of found) {
    runs.push({ directory, result: options.recompute ? await again(directory, assumptions) : result });
  }
  const text = runs.map((run) => shown(run, format, output === undefined && process.stdout.isTTY)).join('\n');
  if (output === undefined) process.stdout.write(text);
  else write(output, text);
  return VERDICT_CODES[runs.at(-1)!.result.verdict];
}

const again = (directory: string, assumptions: Parameters<typeof recompute>[1]): Promise<Result> =>
  recompute(directory, assumptions).catch((error: unknown) => {
    throw new Exit(2, messageOf(error));
  });

const shown = ({ result, directory }: Run, format: Format, color: boolean): string =>
  format === 'table'
    ? `${verdictTable(result, { color })}\nReport: ${join(directory, 'report.html')}\n`
    : FORMATS[format](result);

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new Exit(2, `--output ${path} cannot be written: ${(error as Error).message}`);
  }
}
