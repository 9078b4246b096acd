import { timeline } from '../slis/timeline';
import type { ExperimentSpec, Recording, Result } from '../types';
import { assets } from './assets';
import { eventsCsv, timelineCsv } from './csv';
import { writeWhole } from './files';
import { renderReport } from './page';

/** Names of the files of one run. */
export const RESULT_FILES = {
  result: 'result.json',
  timeline: 'timeline.csv',
  events: 'events.csv',
  report: 'report.html',
} as const;

/** The load generator's own summary. */
export const summaryFile = ({ load }: ExperimentSpec): string => `${load.driver}-summary.json`;

/**
 * Writes a run's files into `directory`, each whole or not at all; result.json comes last, so where it is, all are. k6-summary.json
 * (of another driver, by its name) is the load generator's own; there is none if it wrote none. A report that cannot be made costs nothing but itself: a warning says so.
 */
export async function writeResults(directory: string, result: Result, recording: Recording): Promise<void> {
  const rows = timeline(recording, result.spec);
  await writeWhole(directory, RESULT_FILES.timeline, timelineCsv(rows));
  await writeWhole(directory, RESULT_FILES.events, eventsCsv(recording.events, recording.loadStart));
  if (recording.summary !== null) await writeWhole(directory, summaryFile(result.spec), json(recording.summary));
  const warnings = [...result.warnings];
  try {
    await writeWhole(directory, RESULT_FILES.report, renderReport(result, recording, rows, assets()));
  } catch (error) {
    warnings.push(
      `${RESULT_FILES.report} could not be made: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  await writeWhole(directory, RESULT_FILES.result, json({ ...result, warnings }));
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
