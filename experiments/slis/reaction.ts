import type {
  ExperimentSpec,
  HpaPoint,
  HpaRules,
  PodRecord,
  Reaction,
  Recording,
  ScaledObjectPoint,
  Target,
} from '../types';
import { loadSeconds } from '../load/shape';
import { DEFAULT_TOLERANCE } from '../rules/hpa';
import { recovery } from './recovery';
import { changeTimes, increases } from './increases';
import { chain, missing, type Moment, type Step } from './moments';
import { vpaMoments } from './vpaMoments';
import { latest, type Point, valueAt } from './steps';

/** A pod that is seen this many ms before the rise of the desired replicas still came from it. */
const WATCH_SLACK = 1000;

type Autoscaler = Target['autoscaler'];

/** How each increase of the load was answered; where the workload had no replica, the start of the load is one. */
export function reactions(recording: Recording, spec: ExperimentSpec, autoscaler: Autoscaler): Reaction[] {
  const { loadStart } = recording;
  if (loadStart === null) return [];
  const steps = increases(spec).map((step): Step => ({
    ...step,
    at: loadStart + step.at * 1000,
    until: loadStart + step.until * 1000,
  }));
  return [...wakening(recording, spec, loadStart), ...steps]
    .filter((step) => step.at < recording.to)
    .map((step) => reaction(recording, spec, autoscaler, { ...step, until: Math.min(step.until, recording.to) }));
}

function wakening({ replicas }: Recording, spec: ExperimentSpec, loadStart: number): Step[] {
  const rate = spec.load.stages[0]?.rate ?? 0;
  if (rate === 0 || desiredAt(replicas, loadStart) !== 0) return [];
  const until = loadStart + (changeTimes(spec)[0] ?? loadSeconds(spec)) * 1000;
  return [{ stage: 0, from: 0, to: rate, at: loadStart, until, ...(spec.warmup > 0 && { warmup: true as const }) }];
}

function reaction(recording: Recording, spec: ExperimentSpec, autoscaler: Autoscaler, step: Step): Reaction {
  const links =
    autoscaler.vpa !== undefined && autoscaler.hpa === undefined
      ? vpaMoments(recording, step)
      : replicaMoments(recording, autoscaler, step);
  const parts = chain([...links, recoveredMoment(recording, spec, step)], step.at);
  const known = parts.flatMap(({ seconds }) => (seconds === null ? [] : [seconds]));
  return { ...step, parts, total: known.length > 0 ? known.reduce((sum, seconds) => sum + seconds, 0) : null };
}

function replicaMoments(recording: Recording, autoscaler: Autoscaler, step: Step): Moment[] {
  const desired = desiredMoment(recording, step);
  return [noticedMoment(recording, autoscaler, step), desired, ...podMoments(recording.pods, desired, step)];
}

function noticedMoment(recording: Recording, autoscaler: Autoscaler, step: Step): Moment {
  const asleep = desiredAt(recording.replicas, step.at) === 0;
  if (asleep && autoscaler.scaledObject !== undefined) return activeMoment(recording.scaledObject, step);
  if (autoscaler.hpa === undefined) return missing('metric', 'the variant has no HPA');
  return metricMoment(recording.hpa, step);
}

function desiredAt(replicas: Recording['replicas'], time: number): number | undefined {
  return latest(replicas, time)?.desired;
}

/** From zero replicas it is KEDA that acts, once a trigger is over its activation threshold. */
function activeMoment(points: readonly ScaledObjectPoint[], { at, until }: Step): Moment {
  const before = latest(points, at);
  if (before?.active === 'True') return { name: 'metric', time: at, reason: 'a trigger was active already' };
  const seen = points.find(({ time, active }) => time > at && time < until && active === 'True');
  return seen ? { name: 'metric', time: seen.time } : missing('metric', 'no trigger became active');
}

/** A metric is above its tolerance band, so that the HPA would add replicas. */
function metricMoment(hpa: readonly HpaPoint[], { at, until }: Step): Moment {
  const aboveBand = ({ metrics, rules }: HpaPoint): boolean =>
    metrics.some(
      ({ value, target }) => value !== null && target !== null && target > 0 && value / target > 1 + toleranceOf(rules),
    );
  const before = latest(hpa, at);
  if (before !== undefined && aboveBand(before)) {
    return { name: 'metric', time: at, reason: 'above the tolerance band already at the load step' };
  }
  const seen = hpa.find((point) => point.time > at && point.time < until && aboveBand(point));
  if (seen !== undefined) return { name: 'metric', time: seen.time };
  return missing(
    'metric',
    hpa.some(({ time }) => time < until)
      ? 'no metric was over its target by more than the tolerance until the next load change'
      : 'the HPA was never observed',
  );
}

/** The HPA's own, or the controller's. */
function toleranceOf({ behavior }: HpaRules): number {
  return behavior?.scaleUp?.tolerance ?? DEFAULT_TOLERANCE;
}

function desiredMoment({ hpa, replicas }: Recording, step: Step): Moment {
  const asked = replicas.map(({ time, desired }): Point => [time, desired]);
  // An HPA that was switched off at zero replicas rises to where the Deployment is already: that is no decision of its own.
  const decided = hpa.find(
    ({ time, desiredReplicas }, index) =>
      time > step.at &&
      time < step.until &&
      desiredReplicas > (hpa[index - 1]?.desiredReplicas ?? Infinity) &&
      desiredReplicas > (valueAt(asked, time) ?? 0),
  );
  const rises = [firstRise(asked, step), decided?.time];
  const times = rises.filter((time) => typeof time === 'number');
  if (times.length > 0) return { name: 'desired', time: Math.min(...times) };
  return missing('desired', 'the desired replicas did not rise before the next load change');
}

/** First time within the step at which the value is above what it last was. */
function firstRise(points: readonly Point[], { at, until }: Step): number | null {
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
function podMoments(pods: readonly PodRecord[], desired: Moment, { at, until }: Step): Moment[] {
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

function recoveredMoment(recording: Recording, spec: ExperimentSpec, { at, until }: Step): Moment {
  const found = recovery(recording.requests, spec.slos, at, until);
  if ('reason' in found) return missing('recovered', found.reason);
  if (!found.breached) return { name: 'recovered', time: at, reason: 'never out of the objective' };
  if (found.after === null) return missing('recovered', NOT_RECOVERED);
  return { name: 'recovered', time: at + found.after * 1000 };
}

export const NOT_RECOVERED = 'latency was not back within the objective before the next load change';
