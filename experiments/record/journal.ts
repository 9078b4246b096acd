import { closeSync, createReadStream, mkdirSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
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

export const JOURNAL_FILES = { observations: 'observations.jsonl' } as const;

/** A process of the load generator whose log is kept in a file of its own: `k6.log`, `k6-2.log`. */
export interface Stream {
  readonly driver: string;
  /** Its part's name, empty for an only one. */
  readonly part: string;
}

const plainName = ({ driver, part }: Stream): string => `${driver}${part === '' ? '' : `-${part}`}.log`;
const LOG = /^([a-z0-9]+)(?:-([\w-]+))?\.log(?:\.gz)?$/;

/**
 * Everything that is recorded, on disk as it arrives: a process that is killed loses nothing. The system writes at once what it is
 * given; it is not forced to the disk, so a crash of the whole machine may take the last seconds.
 */
export class Journal {
  private readonly observations: number;
  private readonly logs = new Map<string, number>();

  constructor(readonly directory: string) {
    mkdirSync(directory, { recursive: true });
    this.observations = openSync(join(directory, JOURNAL_FILES.observations), 'a');
  }

  write(entry: Entry): void {
    writeSync(this.observations, `${JSON.stringify(entry)}\n`);
  }

  /** A line as the load generator wrote it. */
  writeLog(stream: Stream, line: string): void {
    const name = plainName(stream);
    const file = this.logs.get(name) ?? openSync(join(this.directory, name), 'a');
    this.logs.set(name, file);
    writeSync(file, `${line}\n`);
  }

  /** Closes the files and packs the load generator's. */
  async close(): Promise<void> {
    [this.observations, ...this.logs.values()].forEach((file) => closeSync(file));
    await packLogs(this.directory);
  }
}

/** Packs the load generator's logs: about a fifth of their size. A plain file goes when the packed one is whole. */
export async function packLogs(directory: string): Promise<void> {
  const plain = readdirSync(directory).filter((name) => LOG.test(name) && name.endsWith('.log'));
  for (const name of plain) {
    const file = join(directory, name);
    await pipeline(createReadStream(file), createGzip(), createWriteStream(`${file}.gz`));
    await rm(file);
  }
}

/** The entries of a journal; a last line that was cut off is left out. */
export function readEntries(directory: string): Entry[] {
  const lines = readFileSync(join(directory, JOURNAL_FILES.observations), 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Entry);
}

/** The load generator's logs in the directory, in the order of their names. */
export function streams(directory: string): Stream[] {
  const found = readdirSync(directory).flatMap((name) => {
    const [, driver = '', part = ''] = LOG.exec(name) ?? [];
    return driver === '' ? [] : [{ driver, part }];
  });
  // Both the plain and the packed one are there when packing was cut off.
  const unique = new Map(found.map((stream) => [plainName(stream), stream]));
  return [...unique].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })).map(([, stream]) => stream);
}

/** The lines of a log, packed or not. */
export async function* readLog(directory: string, stream: Stream): AsyncGenerator<string> {
  const plain = join(directory, plainName(stream));
  const input = existsSync(plain) ? createReadStream(plain) : createReadStream(`${plain}.gz`).pipe(createGunzip());
  yield* createInterface({ input, crlfDelay: Infinity });
}
