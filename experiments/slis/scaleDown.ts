import { loadChanges, loadSeconds } from '../load/shape';
import { DEFAULT_TOLERANCE } from '../rules/hpa';
import type { ExperimentSpec, HpaPoint, Reaction, Recording, Target } from '../types';
import { chain, missing, type Moment, type Step } from './moments';
import { latest, type Point, valueAt } from './steps';

type Autoscaler = Target['autoscaler'];

/**
 * How each fall of the load was answered, until the next change of the load, or for the last one to the end of the recording. Where the load never
 * falls after its last rise, its end is a fall.
 */
export function scaleDowns(recording: Recording, spec: ExperimentSpec, autoscaler: Autoscaler): Reaction[] {
  const { loadStart, to } = recording;
  if (loadStart === null) return [];
  return falls(spec)
    .map(({ until, ...step }): Step => ({
      ...step,
      at: loadStart + step.at * 1000,
      until: Math.min(to, until === null ? Infinity : loadStart + until * 1000),
    }))
    .filter(({ at }) => at < to)
    .map((step) => scaleDown(recording, autoscaler, step));
}

/** Seconds since the load's start; `until` null: nothing changes after it. */
function falls(spec: ExperimentSpec) {
  const changes = loadChanges(spec);
  const last = changes.at(-1);
  const rate = last?.to ?? spec.load.stages[0]?.rate ?? 0;
  const ends = last === undefined || last.to > last.from;
  const end = { stage: spec.load.stages.length - 1, from: rate, to: 0, at: loadSeconds(spec) };
  const all = [...changes, ...(ends && rate > 0 ? [end] : [])];
  return all
    .map((change, index) => ({ ...change, until: all[index + 1]?.at ?? null }))
    .filter(({ from, to }) => to < from);
}

function scaleDown(recording: Recording, autoscaler: Autoscaler, step: Step): Reaction {
  const { pods, replicas } = recording;
  const least = autoscaler.minReplicas ?? recording.hpa[0]?.rules.minReplicas ?? 1;
  const desired = replicas.map(({ time, desired: wanted }): Point => [time, wanted]);
  const moments = (): Moment[] => {
    const count = valueAt(desired, step.at) ?? 0;
    if (count <= least) return none(NOTHING_TO_REMOVE);
    const metric = metricMoment(recording.hpa, autoscaler, step);
    const fallen = firstFall(desired, step);
    if (fallen === null)
      return [metric, ...none(isCalledFor(autoscaler, metric, step, count) ? NOT_FALLEN : NOT_CALLED_FOR).slice(1)];
    const gone = pods
      .flatMap(({ deleted }) => (deleted !== null && deleted >= fallen && deleted < step.until ? [deleted] : []))
      .sort((a, b) => a - b);
    const [first, last] = [gone[0], gone.at(-1)];
    const reason = 'no pod was gone before the next load change';
    return [
      metric,
      { name: 'desired', time: fallen },
      first === undefined ? missing('removed', reason) : { name: 'removed', time: first },
      last === undefined ? missing('settled', reason) : { name: 'settled', time: last },
    ];
  };
  const parts = chain(moments(), step.at);
  const known = parts.flatMap(({ seconds }) => (seconds === null ? [] : [seconds]));
  return { ...step, parts, total: known.length > 0 ? known.reduce((sum, seconds) => sum + seconds, 0) : null };
}

export const NOTHING_TO_REMOVE = 'there were no more than the least replicas';
export const NOT_FALLEN = 'the desired replicas did not fall while it was watched';
const NOT_CALLED_FOR = 'no fewer replicas were called for';

/**
 * Whether fewer replicas could be expected: the metric said so; or, where it lagged until the end, as many for each request as there were need fewer.
 * Nobody expects it of a variant without an HPA.
 */
function isCalledFor({ hpa }: Autoscaler, metric: Moment, { from, to }: Step, count: number): boolean {
  return hpa !== undefined && (metric.time !== null || Math.ceil((count * to) / from) < count);
}

const none = (reason: string): Moment[] =>
  (['metric', 'desired', 'removed', 'settled'] as const).map((name) => missing(name, reason));

/** All metrics are below their tolerance bands, so that the HPA would take replicas away. */
function metricMoment(hpa: readonly HpaPoint[], autoscaler: Autoscaler, { at, until }: Step): Moment {
  if (autoscaler.hpa === undefined) return missing('metric', 'the variant has no HPA');
  const below = ({ metrics, rules }: HpaPoint): boolean =>
    metrics.length > 0 &&
    metrics.every(
      ({ value, target }) =>
        value !== null &&
        target !== null &&
        value / target < 1 - (rules.behavior?.scaleDown?.tolerance ?? DEFAULT_TOLERANCE),
    );
  const before = latest(hpa, at);
  if (before !== undefined && below(before))
    return { name: 'metric', time: at, reason: 'below the tolerance band already at the load step' };
  const seen = hpa.find((point) => point.time > at && point.time < until && below(point));
  return seen === undefined
    ? missing('metric', 'a metric was not under its target by more than the tolerance while it was watched')
    : { name: 'metric', time: seen.time };
}

/** First time within the step at which fewer are desired than before. */
function firstFall(desired: readonly Point[], { at, until }: Step): number | null {
  let count = valueAt(desired, at);
  for (const [time, next] of desired) {
    if (time <= at) continue;
    if (time >= until) break;
    if (count !== null && next < count) return time;
    count = next;
  }
  return null;
}
