import { hostEnvironment } from './environment';
import { drivers } from './load/drivers';
import { LoadOutput } from './load/merged';
import { readLog, streams, type Entry, type Head } from './record/journal';
import { Timeline } from './record/observations';
import type { Result } from './types';

/** What a run had in memory when its journal ended. */
export interface Replayed {
  readonly environment: Result['environment'];
  readonly timeline: Timeline;
  readonly output: LoadOutput;
}

/** Reads a run's journal again, with the logs of its load generator. */
export async function replay(directory: string, entries: readonly Entry[], head: Head): Promise<Replayed> {
  const timeline = new Timeline();
  let environment: Result['environment'] = hostEnvironment(head.target);
  for (const entry of entries) {
    if (entry.kind === 'environment') environment = entry.environment;
    else if (entry.kind !== 'run') timeline.add(entry);
  }
  const output = new LoadOutput();
  const driver = drivers[head.spec.load.driver];
  for (const stream of streams(directory).filter((one) => one.driver === driver.name)) {
    const part = output.part(stream.part);
    for await (const line of readLog(directory, stream)) driver.parse(line, part);
  }
  return { environment, timeline, output };
}
