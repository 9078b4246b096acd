import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { describe, problemsOf, type Problem } from '../../stacks/problems';
import type { Slo } from '../types';
import { objectivesOf } from './objectives';

/*
 * OpenSLO v1 (https://github.com/OpenSLO/OpenSLO#specification), as much of it as one run can be judged by. What is not here is refused by
 * its key: an objective that is read and then left out would count as met.
 */

const METRIC_SOURCE = 'autoscaling-testbed';

const metadata = z.strictObject({
  name: z.string().min(1),
  displayName: z.string().optional(),
  labels: z.unknown().optional(),
  annotations: z.unknown().optional(),
});
const source = <T extends z.ZodType>(spec: T) =>
  z.strictObject({ metricSource: z.strictObject({ type: z.literal(METRIC_SOURCE), spec }) });
const requests = (which: 'served' | 'failed' | 'all') => source(z.strictObject({ requests: z.literal(which) }));

const indicator = z.strictObject({
  metadata: metadata.optional(),
  spec: z
    .strictObject({
      description: z.string().optional(),
      thresholdMetric: source(z.strictObject({ sli: z.string() })).optional(),
      ratioMetric: z
        .strictObject({
          counter: z.boolean().optional(),
          good: requests('served').optional(),
          bad: requests('failed').optional(),
          total: requests('all'),
        })
        .refine(({ good, bad }) => (good === undefined) !== (bad === undefined), { error: 'good or bad, one of them' })
        .optional(),
    })
    .refine(({ thresholdMetric, ratioMetric }) => (thresholdMetric === undefined) !== (ratioMetric === undefined), {
      error: 'thresholdMetric or ratioMetric, one of them',
    }),
});
export type Indicator = z.output<typeof indicator>;

const objective = z
  .strictObject({
    displayName: z.string().optional(),
    op: z.enum(['lte', 'gte'], { error: 'lte or gte; lt and gt are not told from them here' }).optional(),
    value: z.number().optional(),
    target: z.number().min(0).lt(1).optional(),
    targetPercent: z.number().min(0).lt(100).optional(),
  })
  .refine(({ target, targetPercent }) => (target === undefined) !== (targetPercent === undefined), {
    error: 'target or targetPercent, one of them',
  })
  .transform(({ targetPercent, target = round(targetPercent! / 100), ...rest }) => ({ ...rest, target }));
export type Objective = z.output<typeof objective>;

const slo = z
  .strictObject({
    apiVersion: z.literal('openslo/v1'),
    kind: z.literal('SLO'),
    metadata,
    spec: z.strictObject({
      description: z.string().optional(),
      service: z.string().optional(),
      indicator: indicator.optional(),
      indicatorRef: z.string().optional(),
      /** Read and not used: a run is judged over its own measured window. */
      timeWindow: z.unknown().optional(),
      budgetingMethod: z.literal('Occurrences', { error: 'Occurrences: requests are counted, not time slices' }),
      objectives: z.array(objective).min(1),
    }),
  })
  .refine(({ spec }) => (spec.indicator === undefined) !== (spec.indicatorRef === undefined), {
    path: ['spec'],
    error: 'indicator or indicatorRef, one of them',
  });

const sli = z.strictObject({
  apiVersion: z.literal('openslo/v1'),
  kind: z.literal('SLI'),
  metadata,
  spec: indicator.shape.spec,
});

const document = z.discriminatedUnion('kind', [slo, sli], {
  error: 'allowed: SLO, SLI; documents of other kinds are not used here, remove them',
});

/** The objectives of a file, and what is wrong with it; the problems' paths are those inside the file. */
export interface Objectives {
  readonly slos: readonly Slo[];
  readonly problems: readonly Problem[];
}

/**
 * Objectives from OpenSLO documents.
 * @param text YAML, one document or several
 * @throws where it is no YAML
 */
export function readObjectives(text: string): Objectives {
  const problems: Problem[] = [];
  const documents = parseAllDocuments(text).flatMap((one, index) => {
    const [error] = one.errors;
    if (error) throw error;
    const value: unknown = one.toJS();
    if (value === null) return [];
    const parsed = document.safeParse(value, { error: describe });
    if (parsed.success) return [parsed.data];
    problems.push(...problemsOf(`document ${index + 1}`, value, parsed.error));
    return [];
  });
  const indicators = new Map(
    documents.flatMap((one) => (one.kind === 'SLI' ? [[one.metadata.name, one] as const] : [])),
  );
  const slos = documents.flatMap((one) => {
    if (one.kind !== 'SLO') return [];
    const { indicator: inline, indicatorRef = '', objectives } = one.spec;
    const found = inline ?? indicators.get(indicatorRef);
    const path = `SLO ${one.metadata.name}`;
    if (found === undefined) {
      problems.push({
        path: `${path}.spec.indicatorRef`,
        value: indicatorRef,
        allowed: `an SLI of the file: ${[...indicators.keys()].join(', ')}`,
      });
      return [];
    }
    return objectivesOf(found, objectives, `${path}.spec`, problems);
  });
  if (slos.length === 0 && problems.length === 0)
    problems.push({ path: 'file', value: text.slice(0, 40), allowed: 'at least one document of kind SLO' });
  return { slos, problems };
}

const round = (value: number): number => Number(value.toFixed(12));
