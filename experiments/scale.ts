import { DAY } from './bounded';
import type { Problem } from '../stacks/problems';
import { isClosed } from './load/spec';
import { DEFINITIONS } from './slis/definitions';
import type { ExperimentSpec, Slo, Stage } from './types';

/** The most requests per second, or virtual users, of a load. */
const MOST = 10_000;

/** Factors that fit an experiment to its machine. */
export interface Scale {
  /** Of rates and of virtual users. @default 1 */
  readonly scale?: number;
  /** Of the load's durations. @default 1 */
  readonly timeScale?: number;
}

/**
 * The experiment with its load multiplied: rates or virtual users, and objectives on rates, by `scale`; the load's durations by `timeScale`. The name
 * and the spec say the factors; `load.shape` stays as it was written. Virtual users are whole, and where there were some there is at
 * least one.
 */
export function scaled(spec: ExperimentSpec, { scale = 1, timeScale = 1 }: Scale): ExperimentSpec {
  if (scale === 1 && timeScale === 1) return spec;
  const level = isClosed(spec.load)
    ? (users: number) => (users === 0 ? 0 : Math.max(1, Math.round(users * scale)))
    : (rate: number) => tidy(rate * scale);
  const stage = ({ rate, duration, ramp }: Stage): Stage => ({
    rate: level(rate),
    duration: tidy(duration * timeScale),
    ...(ramp !== undefined && { ramp: tidy(ramp * timeScale) }),
  });
  const suffix = `${scale === 1 ? '' : `-x${scale}`}${timeScale === 1 ? '' : `-t${timeScale}`}`;
  return {
    ...spec,
    name: `${spec.name.slice(0, 63 - suffix.length)}${suffix}`,
    ...(scale !== 1 && { scale }),
    ...(timeScale !== 1 && { timeScale }),
    load: { ...spec.load, stages: spec.load.stages.map(stage) },
    slos: spec.slos.map((slo) => scaledObjective(slo, scale)),
  };
}

/** What of a scaled experiment no generator can send. */
export function beyond({ load, scale, timeScale }: ExperimentSpec): Problem[] {
  const peak = Math.max(...load.stages.map(({ rate }) => rate));
  const seconds = load.stages.reduce((sum, { duration, ramp = 0 }) => sum + duration + ramp, 0);
  return [
    ...(peak > MOST
      ? [{ path: 'experiment.scale', value: scale, allowed: `with it the load has a peak of ${peak}; at most ${MOST}` }]
      : []),
    ...(seconds > DAY
      ? [
          {
            path: 'experiment.timeScale',
            value: timeScale,
            allowed: `with it the load takes ${Math.round(seconds)} s; at most a day (${DAY} s)`,
          },
        ]
      : []),
  ];
}

function scaledObjective(slo: Slo, scale: number): Slo {
  const { unit } = DEFINITIONS[slo.sli as keyof typeof DEFINITIONS];
  if (unit !== '1/s') return slo;
  return {
    ...slo,
    ...(slo.min !== undefined && { min: tidy(slo.min * scale) }),
    ...(slo.max !== undefined && { max: tidy(slo.max * scale) }),
  };
}

/** Away with the noise of binary fractions: 0.1 x 3 is 0.30000000000000004. */
const tidy = (value: number): number => Number(value.toFixed(9));
