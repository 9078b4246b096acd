import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseResult } from '../experiments/report/schema';
import type { Result } from '../experiments/types';
import { Exit } from './errors';

/** A run that has a result. */
export interface Run {
  readonly result: Result;
  /** Its folder. */
  readonly directory: string;
}

/**
 * The run that a user means: a folder of results or a file in it, the id of a run of the stack, or, with nothing said, the stack's last.
 * @throws Exit (2) with the runs that there are
 */
export function findRun(projectDir: string, stack: string, named?: string): Run {
  const folder = join(projectDir, 'results', stack);
  const ids = runsIn(folder);
  const directory = named === undefined ? ids.length > 0 && join(folder, ids.at(-1)!) : found(folder, named);
  if (directory === false || !existsSync(join(directory, 'result.json'))) {
    const there = ids.length === 0 ? 'none: npm run up makes one' : ids.slice(-10).join(', ');
    const what =
      named === undefined ? `There is no run of the stack ${stack}` : `There is no result of the run ${named}`;
    throw new Exit(2, `${what}. Runs in results/${stack}: ${there}.`);
  }
  return { result: parseResult(readFileSync(join(directory, 'result.json'), 'utf8')), directory };
}

/** Ids of the runs with a result, the oldest first. */
function runsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((id) => existsSync(join(folder, id, 'result.json')))
    .sort();
}

function found(folder: string, named: string): string {
  const path = resolve(named);
  if (!existsSync(path)) return join(folder, basename(named));
  return statSync(path).isDirectory() ? path : dirname(path);
}
