import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../report/files';
import { planSchema, type Plan, type PlannedRun } from './plan';

const finishedRun = z.strictObject({
  /** Index of the planned run. */
  index: z.int(),
  /** Id of the run, which is the name of its folder among the stack's results. */
  id: z.string(),
  verdict: z.enum(['pass', 'fail', 'invalid']),
});
/** A run that has a result. A planned run has several where it was repeated, because it was invalid. */
export type FinishedRun = z.infer<typeof finishedRun>;

const underWay = z.strictObject({
  index: z.int(),
  /** ISO 8601. */
  since: z.string(),
  /** Runs that were over then: with more of them, this one is. */
  after: z.int(),
});
/** A run that has begun, and when (ISO 8601). */
export interface Begun {
  readonly run: PlannedRun;
  readonly since: string;
}

const PLAN = 'plan.json';
const RUNS = 'runs.jsonl';
const UNDER_WAY = 'running.json';
/** What a comparison ends with: where it is, all is written. */
export const ANALYSIS = 'analysis.json';

/** A comparison on disk: its plan, and a line for each run that is over, kept at once, so that an interruption loses none. */
export class ComparisonStore {
  private constructor(
    readonly directory: string,
    readonly plan: Plan,
  ) {}

  static async create(directory: string, plan: Plan): Promise<ComparisonStore> {
    await writeWhole(directory, PLAN, `${JSON.stringify(plan, null, 2)}\n`);
    return new ComparisonStore(directory, plan);
  }

  /** @throws where the plan is not there or damaged */
  static open(directory: string): ComparisonStore {
    const path = join(directory, PLAN);
    const parsed = planSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (!parsed.success) throw new Error(`${path} is no plan of a comparison: ${z.prettifyError(parsed.error)}`);
    return new ComparisonStore(directory, parsed.data);
  }

  get id(): string {
    return basename(this.directory);
  }

  /** A line that a crash cut off is not there: its run is done again. */
  finished(): FinishedRun[] {
    const path = join(this.directory, RUNS);
    if (!existsSync(path)) return [];
    return readFileSync(path, 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => finishedRun.parse(JSON.parse(line)));
  }

  /** Notes that a run begins, so that its result is found should nobody be left to take it in. */
  async begin({ index }: PlannedRun, since: string): Promise<void> {
    const note: z.infer<typeof underWay> = { index, since, after: this.finished().length };
    await writeWhole(this.directory, UNDER_WAY, `${JSON.stringify(note)}\n`);
  }

  /** The run that had begun and was not taken in when the comparison was interrupted; undefined where there is none. */
  begun(): Begun | undefined {
    const path = join(this.directory, UNDER_WAY);
    if (!existsSync(path)) return undefined;
    const { index, since, after } = underWay.parse(JSON.parse(readFileSync(path, 'utf8')));
    const run = this.plan.runs[index];
    return run === undefined || this.finished().length > after ? undefined : { run, since };
  }

  /** Everything is run, analysed and written. */
  get concluded(): boolean {
    return this.remaining().length === 0 && existsSync(join(this.directory, ANALYSIS));
  }

  async add(run: FinishedRun): Promise<void> {
    const lines = [...this.finished(), run].map((one) => `${JSON.stringify(one)}\n`);
    await writeWhole(this.directory, RUNS, lines.join(''));
  }

  /** What is still to run, in the plan's order. An invalid run is repeated, once. */
  remaining(): PlannedRun[] {
    const finished = this.finished();
    return this.plan.runs.filter(({ index }) => {
      const own = finished.filter((run) => run.index === index);
      return own.length < 2 && own.every(({ verdict }) => verdict === 'invalid');
    });
  }
}

/** The newest comparison in a folder that is not over; undefined where there is none. */
export function unfinished(folder: string): ComparisonStore | undefined {
  if (!existsSync(folder)) return undefined;
  const last = readdirSync(folder)
    .filter((id) => existsSync(join(folder, id, PLAN)))
    .sort()
    .at(-1);
  const store = last === undefined ? undefined : ComparisonStore.open(join(folder, last));
  return store === undefined || store.concluded ? undefined : store;
}
