import { closeSync, createReadStream, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip, createGzip } from 'node:zlib';
import { pipeline } from 'node:stream/promises';
import { createWriteStream, existsSync } from 'node:fs';
import type { ExperimentSpec, Result, Target } from '../types';
import type { Observation } from './observations';

/** What the journal of a run begins with: enough to make the result without the process that recorded it. */
export interface Head {
  readonly kind: 'run';
  readonly id: string;
  readonly stack: string;
  readonly startedAt: string;
  readonly spec: ExperimentSpec;
  readonly target: Omit<Target, 'kubeconfig'>;
  /** The process that records, to tell a run that goes on from one that was cut off. */
  readonly pid: number;
}

/** The ground a run runs on; known a moment after its start. */
export interface Ground {
  readonly kind: 'environment';
  readonly environment: Result['environment'];
}

export type Entry = Head | Ground | Observation;

export const JOURNAL_FILES = { observations: 'observations.jsonl', k6: 'k6.log', packed: 'k6.log.gz' } as const;

/**
 * Everything that is recorded, on disk as it arrives: a process that is killed loses nothing. The system writes at once what it is
 * given; it is not forced to the disk, so a crash of the whole machine may take the last seconds.
 */
export class Journal {
  private readonly observations: number;
  private readonly k6: number;

  constructor(readonly directory: string) {
    mkdirSync(directory, { recursive: true });
    this.observations = openSync(join(directory, JOURNAL_FILES.observations), 'a');
    this.k6 = openSync(join(directory, JOURNAL_FILES.k6), 'a');
  }

  write(entry: Entry): void {
    writeSync(this.observations, `${JSON.stringify(entry)}\n`);
  }

  /** A line as k6 wrote it. */
  writeK6(line: string): void {
    writeSync(this.k6, `${line}\n`);
  }

  /** Closes the files and packs k6's. */
  async close(): Promise<void> {
    closeSync(this.observations);
    closeSync(this.k6);
    await pack(this.directory);
  }
}

/** Packs k6's output: about a fifth of its size. The plain file goes when the packed one is whole. */
export async function pack(directory: string): Promise<void> {
  const plain = join(directory, JOURNAL_FILES.k6);
  await pipeline(createReadStream(plain), createGzip(), createWriteStream(join(directory, JOURNAL_FILES.packed)));
  await rm(plain);
}

/** The entries of a journal; a last line that was cut off is left out. */
export function readEntries(directory: string): Entry[] {
  const lines = readFileSync(join(directory, JOURNAL_FILES.observations), 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Entry);
}

/** k6's lines, packed or not. */
export async function* readK6(directory: string): AsyncGenerator<string> {
  const plain = join(directory, JOURNAL_FILES.k6);
  const input = existsSync(plain)
    ? createReadStream(plain)
    : createReadStream(join(directory, JOURNAL_FILES.packed)).pipe(createGunzip());
  yield* createInterface({ input, crlfDelay: Infinity });
}
