/**
 * A process that runs a comparison whose measurements are made up, and that kills itself at its N-th step: before, within and after each file that is
 * written, and before each measurement. Arguments: folder of the comparison, of the results, the result that each run has, N.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import files from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execute } from '../../experiments/compare/execute';
import type { PlannedRun } from '../../experiments/compare/plan';
import { ComparisonStore } from '../../experiments/compare/store';
import { RESULT_FILES } from '../../experiments/report';
import { writeWhole } from '../../experiments/report/files';
import type { Result } from '../../experiments/types';

/** A measurement that takes no cluster: it leaves a result as a run does. */
export function fakeMeasure(results: string, base: Result, step: () => void = () => undefined) {
  return async ({ variant }: PlannedRun): Promise<Pick<Result, 'id' | 'verdict'>> => {
    step();
    const startedAt = new Date().toISOString();
    // Longer than the clock's resolution, as every run is.
    await sleep(2);
    const id = `run-${process.hrtime.bigint()}`;
    const target = { ...base.target, autoscaler: { ...base.target.autoscaler, name: variant } };
    await writeWhole(join(results, id), RESULT_FILES.result, JSON.stringify({ ...base, id, startedAt, target }));
    return { id, verdict: base.verdict };
  };
}

function killAt(last: number): () => void {
  let steps = 0;
  const step = (): void => {
    if (++steps === last) process.kill(process.pid, 'SIGKILL');
  };
  const { writeFile, rename } = files;
  files.writeFile = async (path, content, options) => {
    step();
    const text = content as string;
    writeFileSync(path as string, text.slice(0, text.length / 2));
    step();
    await writeFile(path, content, { ...(options as object), flag: 'w' });
    step();
  };
  files.rename = async (from, to) => {
    step();
    await rename(from, to);
    step();
  };
  return step;
}

async function main([directory, results, base, last]: string[]): Promise<void> {
  const result = JSON.parse(readFileSync(base!, 'utf8')) as Result;
  await execute(ComparisonStore.open(directory!), {
    measure: fakeMeasure(results!, result, killAt(Number(last))),
    signal: new AbortController().signal,
    report: () => undefined,
  });
}

if (require.main === module) void main(process.argv.slice(2));
