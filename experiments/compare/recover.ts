import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { RESULT_FILES } from '../report';
import { parseResult } from '../report/schema';
import type { ExperimentSpec, Result } from '../types';

/** What a run was to be. */
export interface Expected {
  readonly variant: string;
  readonly spec: ExperimentSpec;
  /** When it began, ISO 8601. */
  readonly since: string;
}

/**
 * The run that was over when its comparison was killed, before the comparison could take it in: the first of the stack's since then, if it is what was
 * to be run and is valid. Undefined where there is none: then it was cut off, and is to be run again.
 * @param results the stack's folder of results
 */
export function finishedSince(
  results: string,
  { variant, spec, since }: Expected,
): Pick<Result, 'id' | 'verdict'> | undefined {
  const found = newestFirst(results, Date.parse(since)).at(-1);
  if (found === undefined || found.verdict === 'invalid' || found.target.autoscaler.name !== variant) return undefined;
  // As it is in a file: without what is undefined.
  const written: unknown = JSON.parse(JSON.stringify(spec));
  return isDeepStrictEqual(found.spec, written) ? { id: found.id, verdict: found.verdict } : undefined;
}

/** The runs that began at that time (ms) or later. Ids sort by time, so that older ones need not be read. */
function newestFirst(results: string, since: number): Result[] {
  const found: Result[] = [];
  for (const id of existsSync(results) ? readdirSync(results).sort().toReversed() : []) {
    const path = join(results, id, RESULT_FILES.result);
    if (!existsSync(path)) continue;
    const result = parseResult(readFileSync(path, 'utf8'));
    if (Date.parse(result.startedAt) < since) break;
    found.push(result);
  }
  return found;
}
