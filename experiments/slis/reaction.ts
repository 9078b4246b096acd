import type {
  ExperimentSpec,
  HpaPoint,
  PodRecord,
  Reaction,
  ReactionLink,
  ReactionPart,
  Recording,
  Target,
} from '../types';
import { recovery } from './recovery';
import { type Increase, increases } from './increases';
import { lastAtOrBefore, type Point, valueAt } from './steps';

/**
 * The HPA acts when current / target leaves 1 - 0.1 to 1 + 0.1: --horizontal-pod-autoscaler-tolerance, default 0.1
 * (kubernetes pkg/controller/podautoscaler/replica_calculator.go).
 */
const DEFAULT_TOLERANCE = 0.1;
/** Two watches are two streams: what they bring within this many ms of each other has no order. */
const ORDER_RESOLUTION = 100;
/** A pod that is seen this many ms before the rise of the desired replicas still came from it. */
const WATCH_SLACK = 1000;

type Autoscaler = Target['autoscaler'];

/** When a link of the chain happened, ms since the epoch; null with the reason where it did not. */
interface Moment {
  readonly name: ReactionPart;
  readonly time: number | null;
  readonly reason?: string;
}

/** How each increase of the load was answered. */
export function reactions(recording: Recording, spec: ExperimentSpec, autoscaler: Autoscaler): Reaction[] {
  const { loadStart } = recording;
  if (loadStart === null) return [];
  return increases(spec)
    .map((step) => ({ ...step, at: loadStart + step.at * 1000, until: loadStart + step.until * 1000 }))
    .filter((step) => step.at < recording.to)
    .map((step) => reaction(recording, spec, autoscaler, { ...step, until: Math.min(step.until, recording.to) }));
}

function reaction(recording: Recording, spec: ExperimentSpec, autoscaler: Autoscaler, step: Increase): Reaction {
  const metric =
    autoscaler.hpa === undefined
      ? missing('metric', 'the variant has no HPA')
      : metricMoment(recording.hpa, 1 + toleranceOf(autoscaler.settings), step);
  const desired = desiredMoment(recording, step);
  const moments = [
    metric,
    desired,
    ...podMoments(recording.pods, desired, step),
    recoveredMoment(recording, spec, step),
  ];
  const parts = chain(moments, step.at);
  const known = parts.flatMap(({ seconds }) => (seconds === null ? [] : [seconds]));
  return { ...step, parts, total: known.length > 0 ? known.reduce((sum, seconds) => sum + seconds, 0) : null };
}

/**
 * Differences between consecutive links, so that the parts add up to the total. A link that did not happen is skipped; one that was
 * seen before its predecessor counts as 0, and the parts after it go on from the predecessor.
 */
export function chain(moments: readonly Moment[], at: number): ReactionLink[] {
  let before = at;
  let previous = 'load step';
  return moments.map(({ name, time, reason }) => {
    if (time === null) return { name, seconds: null, reason: reason ?? 'not seen' };
    const early = before - time;
    const seconds = Math.max(0, -early) / 1000;
    const order =
      early > ORDER_RESOLUTION ? `${(early / 1000).toFixed(1)} s before "${previous}": counted as 0` : undefined;
    if (early <= 0) {
      before = time;
      previous = name;
    }
    const note = reason ?? order;
    return note === undefined ? { name, seconds } : { name, seconds, reason: note };
  });
}

function missing(name: ReactionPart, reason: string): Moment {
  return { name, time: null, reason };
}

/** The HPA's own `behavior.scaleUp.tolerance`, if the variant's settings have one. */
function toleranceOf({ behavior }: Autoscaler['settings']): number {
  const own = (behavior as { scaleUp?: { tolerance?: unknown } } | null | undefined)?.scaleUp?.tolerance;
  return typeof own === 'number' ? own : DEFAULT_TOLERANCE;
}

/** The metric is above the tolerance band, so that the HPA would add replicas. */
function metricMoment(hpa: readonly HpaPoint[], band: number, { at, until }: Increase): Moment {
  const aboveBand = ({ metric, target }: HpaPoint): boolean =>
    metric !== null && target !== null && target > 0 && metric / target > band;
  const before = hpa[lastAtOrBefore(hpa, at, ({ time }) => time)];
  if (before !== undefined && aboveBand(before)) {
    return { name: 'metric', time: at, reason: 'above the tolerance band already at the load step' };
  }
  const seen = hpa.find((point) => point.time > at && point.time < until && aboveBand(point));
  if (seen !== undefined) return { name: 'metric', time: seen.time };
  return missing(
    'metric',
    hpa.some(({ time }) => time < until)
      ? `the metric stayed within ${band} x the target until the next load change`
      : 'the HPA was never observed',
  );
}

function desiredMoment({ hpa, replicas }: Recording, step: Increase): Moment {
  const rises = [
    firstRise(
      replicas.map(({ time, desired }) => [time, desired] as const),
      step,
    ),
    firstRise(
      hpa.map(({ time, desiredReplicas }) => [time, desiredReplicas] as const),
      step,
    ),
  ].filter((time) => time !== null);
  if (rises.length > 0) return { name: 'desired', time: Math.min(...rises) };
  return missing('desired', 'the desired replicas did not rise before the next load change');
}

/** First time within the step at which the value is above what it last was. */
function firstRise(points: readonly Point[], { at, until }: Increase): number | null {
  let value = valueAt(points, at);
  for (const [time, next] of points) {
    if (time <= at) continue;
    if (time >= until) break;
    if (value !== null && next > value) return time;
    value = next;
  }
  return null;
}

/** The first new pod at each link; with several new pods the first to be created need not be the first to be ready. */
function podMoments(pods: readonly PodRecord[], desired: Moment, { at, until }: Increase): Moment[] {
  const names = ['created', 'scheduled', 'ready'] as const;
  const { time: decided } = desired;
  if (decided === null) return names.map((name) => missing(name, 'no more replicas were asked for'));
  const from = Math.max(at, decided - WATCH_SLACK);
  const added = pods.filter((pod) => !pod.initial && pod.created >= from && pod.created < until);
  return names.map((name) => {
    const times = added.map((pod) => pod[name]).filter((time) => time !== null && time < until);
    if (times.length > 0) return { name, time: Math.min(...(times as number[])) };
    return missing(name, `no new pod was ${name} before the next load change`);
  });
}

function recoveredMoment(recording: Recording, spec: ExperimentSpec, { at, until }: Increase): Moment {
  const found = recovery(recording.requests, spec.slos, at, until);
  if ('reason' in found) return missing('recovered', found.reason);
  if (!found.breached) return { name: 'recovered', time: at, reason: 'never out of the objective' };
  if (found.after === null) return missing('recovered', NOT_RECOVERED);
  return { name: 'recovered', time: at + found.after * 1000 };
}

export const NOT_RECOVERED = 'latency was not back within the objective before the next load change';
