import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sliCsv } from '../../experiments/export/csv';
import { junit } from '../../experiments/export/junit';
import { markdown } from '../../experiments/export/markdown';
import { openMetrics } from '../../experiments/export/openMetrics';
import { verdictTable } from '../../experiments/report/table';
import type { Result } from '../../experiments/types';
import { projectDir } from '../../toolchain/paths';
import { Exit } from '../errors';
import type { Format } from '../formats';
import { VERDICT_CODES } from '../results';
import { findRun } from '../runs';

const FORMATS: Readonly<Record<Exclude<Format, 'table'>, (result: Result) => string>> = {
  csv: sliCsv,
  json: (result) => `${JSON.stringify(result, null, 2)}\n`,
  junit,
  markdown,
  openmetrics: openMetrics,
};

export interface ReportOptions {
  readonly stack: string;
  readonly format: Format;
  /** File to write to. @default standard output */
  readonly output?: string;
}

/** Shows a run that is over; gives the exit code of its verdict: 0 pass, 1 fail, 3 invalid. */
export function report(named: string | undefined, { stack, format, output }: ReportOptions): number {
  const { result, directory } = findRun(projectDir, stack, named);
  const text =
    format === 'table'
      ? `${verdictTable(result, { color: output === undefined && process.stdout.isTTY })}\nReport: ${join(directory, 'report.html')}\n`
      : FORMATS[format](result);
  if (output === undefined) process.stdout.write(text);
  else write(output, text);
  return VERDICT_CODES[result.verdict];
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new Exit(2, `--output ${path} cannot be written: ${(error as Error).message}`);
  }
}
