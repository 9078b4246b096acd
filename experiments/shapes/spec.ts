import { z } from 'zod';
import { bounded, DAY } from '../bounded';

const rate = bounded(0, 100_000, 'requests per second');
const seconds = bounded(0, DAY, 's');
const duration = bounded(1, DAY, 's');
const period = bounded(1, DAY, 's');

/** The load shapes, by `kind`: rates in requests per second, times in seconds. */
const simple = {
  /** One rate all the time. */
  constant: z.strictObject({ kind: z.literal('constant'), rate, duration }),
  /** Rates one after the other; each is reached by a ramp, at once where there is none, and then held. */
  stages: z.strictObject({
    kind: z.literal('stages'),
    /** Rate that the first ramp begins at. @default that of the first stage */
    start: rate.optional(),
    stages: z.array(z.strictObject({ rate, ramp: seconds.default(0), hold: seconds.default(0) })).min(1),
  }),
  /** A straight line from one rate to another. */
  ramp: z.strictObject({ kind: z.literal('ramp'), from: rate, to: rate, duration }),
  /** One rate, and from `at` on another. */
  step: z.strictObject({ kind: z.literal('step'), from: rate, to: rate, at: seconds, duration }),
  /** A base rate, and at `at` a rise to a peak and back. */
  spike: z.strictObject({
    kind: z.literal('spike'),
    base: rate,
    peak: rate,
    at: seconds,
    rise: seconds.default(0),
    hold: seconds.default(0),
    fall: seconds.default(0),
    duration,
  }),
  /** mean + amplitude * sin(2 pi (t + phase) / period); not below 0. */
  sine: z.strictObject({
    kind: z.literal('sine'),
    mean: rate,
    amplitude: rate,
    period,
    /** Seconds that the curve is ahead. */
    phase: bounded(-DAY, DAY, 's').default(0),
    duration,
  }),
  /** A day: from `night` to `day` and back as (1 - cos)/2, to the power of `sharpness`; it begins at night. */
  diurnal: z.strictObject({
    kind: z.literal('diurnal'),
    night: rate,
    day: rate,
    /** How long a day lasts. */
    period,
    /** Above 1 the day is short and the night long, below 1 the other way round. */
    sharpness: bounded(0.1, 10, 'exponent').default(1),
    duration,
  }),
  /** Straight rises from `low` to `high`, each with a fall at once. */
  sawtooth: z.strictObject({ kind: z.literal('sawtooth'), low: rate, high: rate, period, duration }),
  /** What was recorded: points of time and rate, joined by straight lines. */
  recorded: z.strictObject({
    kind: z.literal('recorded'),
    /** Name of the file that the points come from, for people. */
    file: z.string().optional(),
    points: z
      .array(z.tuple([bounded(0, 366 * DAY, 's'), bounded(0, 1e9, 'requests per second')]))
      .min(2, { error: 'at least two points, each [seconds, requests per second]' })
      .refine((points) => points.every(([time], i) => i === 0 || time > points[i - 1]![0]), {
        error: 'times that rise from point to point',
      }),
    /** Length that it is stretched or compressed to. @default as recorded */
    duration: duration.optional(),
    /** Highest rate that it is scaled to. @default as recorded */
    peak: rate.optional(),
  }),
};

/** A load shape as a user writes it. */
export type ShapeSpec =
  | z.input<(typeof simple)[keyof typeof simple]>
  /** Shapes at the same time: their rates add up. */
  | { readonly kind: 'sum'; readonly of: readonly ShapeSpec[] }
  /** Shapes one after the other. */
  | { readonly kind: 'sequence'; readonly of: readonly ShapeSpec[] }
  /** A shape with its rates multiplied by `rate` and its times by `time`. */
  | { readonly kind: 'scaled'; readonly of: ShapeSpec; readonly rate?: number; readonly time?: number };

/** A load shape with its defaults. */
export type ParsedShape =
  | z.output<(typeof simple)[keyof typeof simple]>
  | { readonly kind: 'sum' | 'sequence'; readonly of: readonly ParsedShape[] }
  | { readonly kind: 'scaled'; readonly of: ParsedShape; readonly rate: number; readonly time: number };

export const shapeSchema: z.ZodType<ParsedShape, ShapeSpec> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    ...(Object.values(simple) as [typeof simple.constant]),
    z.strictObject({ kind: z.literal('sum'), of: z.array(shapeSchema).min(1) }),
    z.strictObject({ kind: z.literal('sequence'), of: z.array(shapeSchema).min(1) }),
    z.strictObject({
      kind: z.literal('scaled'),
      of: shapeSchema,
      rate: bounded(0, 1e6, 'factor').default(1),
      time: bounded(1e-6, 1e6, 'factor').default(1),
    }),
  ]),
);

export const SHAPE_KINDS: readonly string[] = [...Object.keys(simple), 'sum', 'sequence', 'scaled'];
