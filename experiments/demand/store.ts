import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../report/files';
import type { Outcome } from './outcome';
import { continues, planSchema, type DemandPlan } from './plan';

const outcome = z.object({
  rate: z.number(),
  verdict: z.enum(['pass', 'fail', 'invalid']),
  due: z.number(),
  answered: z.number(),
  served: z.number(),
  slis: z.record(z.string(), z.number().nullable()),
});
const measurement = z.object({
  /** When it was over. */
  at: z.string(),
  replicas: z.int(),
  rates: z.array(z.number()),
  outcomes: z.array(outcome),
});

/** The answers to one question of the search. */
export interface Measurement {
  readonly at: string;
  readonly replicas: number;
  readonly rates: readonly number[];
  readonly outcomes: readonly Outcome[];
}

const PLAN = 'plan.json';
const MEASUREMENTS = 'measurements.jsonl';
/** The curve; it is there once the search is over. */
export const DEMAND = 'demand.json';

/** A search on disk: its plan, and a line for each measurement, kept at once, so that an interruption loses none. */
export class DemandStore {
  private constructor(
    readonly directory: string,
    readonly plan: DemandPlan,
  ) {}

  static async create(directory: string, plan: DemandPlan): Promise<DemandStore> {
    const store = new DemandStore(directory, plan);
    await store.write(PLAN, `${JSON.stringify(plan, null, 2)}\n`);
    return store;
  }

  /** The newest search in the folder that is not over and that this plan goes on with; undefined where there is none. */
  static unfinished(folder: string, plan: DemandPlan): DemandStore | undefined {
    if (!existsSync(folder)) return undefined;
    const ids = readdirSync(folder).filter(
      (id) => existsSync(join(folder, id, PLAN)) && !existsSync(join(folder, id, DEMAND)),
    );
    for (const id of ids.sort().reverse()) {
      const kept = planSchema.safeParse(JSON.parse(readFileSync(join(folder, id, PLAN), 'utf8')));
      if (kept.success && continues(kept.data, plan)) return new DemandStore(join(folder, id), plan);
    }
    return undefined;
  }

  get id(): string {
    return basename(this.directory);
  }

  /** In the order in which they were made. A line that a crash cut off is not there: it is measured again. */
  kept(): Measurement[] {
    const path = join(this.directory, MEASUREMENTS);
    if (!existsSync(path)) return [];
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => measurement.parse(JSON.parse(line)) as Measurement);
  }

  async add(one: Measurement): Promise<void> {
    const lines = [...this.kept(), one].map((each) => `${JSON.stringify(each)}\n`);
    await this.write(MEASUREMENTS, lines.join(''));
  }

  write(name: string, content: string): Promise<void> {
    return writeWhole(this.directory, name, content);
  }
}
