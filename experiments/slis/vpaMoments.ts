import type { Recording, Resources, VpaPoint } from '../types';
import { latest } from './steps';
import { missing, type Moment, type Step } from './moments';

/** Reasons of the events by which the VPA's updater says that it acts on a pod (pkg/updater/restriction in its sources). */
const UPDATER_EVENTS = new Set(['EvictedByVPA', 'InPlaceResizedByVPA']);

/**
 * The links of a VPA: the recommendation rises, the updater acts on a pod, and the pod has more: a new one that takes the place of one
 * that was evicted, or the same one, resized in place.
 */
export function vpaMoments({ vpa, pods, events }: Recording, step: Step): Moment[] {
  const rise = risen(vpa, step);
  // What the updater does before that is no answer to the load: pods are made smaller too.
  const from = rise ?? step.at;
  const within = (time: number): boolean => time >= from && time < step.until;
  const first = (times: readonly (number | null)[]): number | null => {
    const seen = times.filter((time) => time !== null && within(time)) as number[];
    return seen.length > 0 ? Math.min(...seen) : null;
  };
  const moment = (name: Moment['name'], time: number | null, reason: string): Moment =>
    time === null ? missing(name, reason) : { name, time };

  const fresh = pods.filter(({ initial, created }) => !initial && within(created));
  const resized = first(
    pods.flatMap(({ requests, resized: changes }) =>
      changes.flatMap((change, index) => (isMore(change, changes[index - 1] ?? requests) ? [change.time] : [])),
    ),
  );
  const acts = first([...events.filter(({ reason }) => UPDATER_EVENTS.has(reason)).map(({ time }) => time), resized]);
  const none = 'the VPA changed no pod before the next load change';
  const inPlace = fresh.length === 0 && resized !== null;
  const pod = (name: 'created' | 'scheduled'): Moment =>
    moment(name, first(fresh.map((one) => one[name])), inPlace ? 'resized in place: no new pod' : none);
  return [
    moment('metric', rise, 'the recommendation did not rise before the next load change'),
    moment('desired', acts, none),
    pod('created'),
    pod('scheduled'),
    inPlace
      ? { name: 'ready', time: resized, reason: 'resized in place' }
      : moment('ready', first(fresh.map(({ ready }) => ready)), none),
  ];
}

/** When the recommendation was first over what it was at the step. */
function risen(points: readonly VpaPoint[], { at, until }: Step): number | null {
  const before = latest(points, at)?.target;
  const found = points.find(
    ({ time, target }) => time > at && time < until && (before === undefined || isMore(target, before)),
  );
  return found?.time ?? null;
}

function isMore(now: Resources, before: Resources): boolean {
  const over = (a: number | null, b: number | null): boolean => a !== null && b !== null && a > b;
  return over(now.cpuCores, before.cpuCores) || over(now.memoryBytes, before.memoryBytes);
}
