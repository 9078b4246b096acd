import { z } from 'zod';
import type { Result } from '../types';

/** Version of result.json. It changes when a reader of the old one could misread the new one; fields may be added without. */
export const RESULT_SCHEMA = 'autoscaling-testbed/result/v1';

const known = z.number();
const number = known.nullable();
const time = z.iso.datetime().nullable();
const text = z.string();
const record = z.record(text, z.unknown());

const stage = z.looseObject({ rate: known, duration: known, ramp: known.optional() });
const bounds = { min: known.optional(), max: known.optional() };

const sli = z
  .looseObject({
    value: number,
    unit: text,
    description: text,
    source: text.optional(),
    reason: text.optional(),
    atLeast: known.optional(),
    notApplicable: z.literal(true).optional(),
  })
  .refine(({ value, reason }) => value !== null || reason !== undefined, { error: 'a null value needs a reason' });

const reactions = z.array(
  z.looseObject({
    stage: known,
    from: known,
    to: known,
    unit: z.literal('users').optional(),
    at: known,
    until: known,
    total: number,
    warmup: z.literal(true).optional(),
    parts: z.array(
      z.looseObject({
        name: z.enum(['metric', 'desired', 'created', 'scheduled', 'ready', 'recovered', 'removed', 'settled']),
        seconds: number,
        reason: text.optional(),
      }),
    ),
  }),
);

/** What result.json holds; unknown fields are kept, so that a newer writer can be read. */
export const resultSchema = z.looseObject({
  schema: z.literal(RESULT_SCHEMA),
  analysis: z.looseObject({ version: known }).optional(),
  id: text,
  stack: text,
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  spec: z.looseObject({
    name: text,
    warmup: known,
    cooldown: known,
    load: z.looseObject({ driver: text, path: text.optional(), timeout: known, stages: z.array(stage) }),
    slos: z.array(z.looseObject({ sli: text, ...bounds })),
  }),
  target: z
    .looseObject({
      workload: z.looseObject({ namespace: text, deployment: text, service: text, port: known }),
      autoscaler: z.looseObject({
        name: text,
        settings: record,
        hpa: text.optional(),
        scaledObject: text.optional(),
        vpa: text.optional(),
        minReplicas: known.optional(),
      }),
    })
    .refine((target) => !('kubeconfig' in target), { error: 'a result must not hold a kubeconfig' }),
  environment: z.looseObject({
    kubernetes: text.nullable(),
    nodes: z.array(z.looseObject({ name: text, cpu: text, memory: text })),
    host: z.looseObject({ cpus: known, memoryBytes: known, node: text }),
    loadGenerator: text.nullable(),
  }),
  window: z.looseObject({ loadStart: time, measuredFrom: time, measuredTo: time, observedTo: time }),
  slis: z.record(text, sli),
  services: z
    .record(
      text,
      z.looseObject({
        signals: z.record(text, number),
        reason: text.optional(),
        slis: z.record(text, z.looseObject({ value: number, unit: text })).optional(),
        reactions: reactions.optional(),
        scaleDowns: reactions.optional(),
      }),
    )
    .optional(),
  slos: z.array(z.looseObject({ sli: text, ...bounds, value: number, pass: z.boolean().nullable() })),
  verdict: z.enum(['pass', 'fail', 'invalid']),
  reasons: z.array(text),
  warnings: z.array(text),
  reactions,
  scaleDowns: reactions.optional(),
  checks: z.array(
    z.looseObject({
      name: text,
      value: number,
      reference: number,
      tolerance: known,
      ok: z.boolean().nullable(),
      note: text.optional(),
      advisory: z.literal(true).optional(),
    }),
  ),
});

/**
 * Reads the text of a result.json.
 * @throws Error that names every field that is not as it should be
 */
export function parseResult(json: string): Result {
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch (error) {
    throw new Error(`result.json is not JSON: ${(error as Error).message}. Was it cut off? Run the experiment again.`, {
      cause: error,
    });
  }
  const version = (data as { schema?: unknown } | null)?.schema;
  if (version !== RESULT_SCHEMA) {
    throw new Error(
      `result.json has schema ${JSON.stringify(version)}; this version reads ${JSON.stringify(RESULT_SCHEMA)}.`,
    );
  }
  const parsed = resultSchema.safeParse(data);
  if (!parsed.success) throw new Error(`result.json is not a result: ${z.prettifyError(parsed.error)}`);
  return parsed.data as unknown as Result;
}
