import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { z } from 'zod';
import { demandSchema } from '../experiments/demand/curve';
import { pricesSchema } from '../experiments/prices';
import type { Assumptions } from '../experiments/remake';
import { problemsOf } from '../stacks/problems';
import { Exit } from './errors';

/** What results are made with, in files. */
export interface AssumptionFiles {
  readonly recompute: boolean;
  readonly demand?: string;
  readonly prices?: string;
}

/** The options of a command that makes results again. */
export const ASSUMPTION_OPTIONS = [
  ['--recompute', 'make its results again from what was recorded, with the formulas of today', false],
  ['--demand <file>', 'with --recompute: the demand, for elasticity: a file of find-replicas'],
  ['--prices <file>', 'with --recompute: a price list: YAML with currency, vcpuHour, gibHour, nodeHour'],
] as const;

/** @throws Exit (2) where a file cannot be read, is not what it should be, or is not asked for */
export function assumptionsOf({ recompute, demand, prices }: AssumptionFiles): Assumptions {
  if (!recompute && (demand ?? prices) !== undefined)
    throw new Exit(2, '--demand and --prices say what results are made with: only with --recompute');
  return {
    ...(demand !== undefined && { demand: read('--demand', demand, demandSchema) }),
    ...(prices !== undefined && { prices: read('--prices', prices, pricesSchema) }),
  };
}

function read<T>(option: string, path: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Exit(2, `${option} ${path} cannot be read: ${(error as Error).message}`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = problemsOf(path, value, parsed.error);
  throw new Exit(
    2,
    problems
      .map((problem) => `${option}: ${problem.path} is ${JSON.stringify(problem.value)}: ${problem.allowed}`)
      .join('\n'),
  );
}
