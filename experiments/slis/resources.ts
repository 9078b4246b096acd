import type { PodRecord, Resources } from '../types';
import { lastAtOrBefore, latest, type Point } from './steps';

/** Seconds of [from, to] between `start` and `end` (null: still there). */
function overlap(start: number, end: number | null, from: number, to: number): number {
  return Math.max(0, Math.min(end ?? Infinity, to) - Math.max(start, from)) / 1000;
}

/** Pod-seconds between creation and deletion. */
export function podSeconds(pods: readonly PodRecord[], from: number, to: number): number {
  return pods.reduce((sum, pod) => sum + overlap(pod.created, pod.deleted, from, to), 0);
}

/** What the pod requests at that moment. */
export function requestsAt({ requests, resized }: PodRecord, time: number): Resources {
  return latest(resized, time) ?? requests;
}

/** What the pod is limited to at that moment; undefined in recordings that do not say. */
export function limitsAt({ limits, resized }: PodRecord, time: number): Resources | undefined {
  const change = latest(resized, time);
  return change === undefined ? limits : change.limits;
}

/** What a resource adds up to, in its unit x seconds; a reason where a pod does not say. */
export type Held = { readonly value: number } | { readonly reason: string };

const WORDS = { requests: 'request', limits: 'limit' } as const;
const RESOURCES = { cpuCores: 'CPU', memoryBytes: 'memory' } as const;

/**
 * Requests or limits of pods times the time they were held on a node, as they were at each moment; with the reason if one is unknown.
 */
export function heldSeconds(
  pods: readonly PodRecord[],
  { from, to }: { readonly from: number; readonly to: number },
  of: keyof typeof WORDS,
  resource: keyof Resources,
): Held {
  if (pods.length === 0) return { reason: 'no pod was seen' };
  let value = 0;
  for (const pod of pods) {
    if (pod.scheduled === null) continue;
    const starts = [pod.scheduled, ...pod.resized.map(({ time }) => time).filter((time) => time > pod.scheduled!)];
    for (const [index, start] of starts.entries()) {
      const end = Math.min(starts[index + 1] ?? Infinity, pod.deleted ?? Infinity);
      const seconds = overlap(start, end, from, to);
      if (seconds === 0) continue;
      const amounts = of === 'requests' ? requestsAt(pod, start) : limitsAt(pod, start);
      if (amounts === undefined) return { reason: `the recording does not say the ${WORDS[of]}s of pods` };
      const amount = amounts[resource];
      if (amount === null)
        return { reason: `pod ${pod.name} has a container without a ${RESOURCES[resource]} ${WORDS[of]}` };
      value += amount * seconds;
    }
  }
  return { value };
}

/** Milliseconds between the zeros that stand for no pod. */
const ZERO_STEP = 5000;

/** Usage with zeros where no pod was on a node: the kubelet has nothing to say then, but it is known. */
export function usageWithoutPods(
  usage: readonly Point[],
  pods: readonly PodRecord[],
  from: number,
  to: number,
): Point[] {
  const zeros: Point[] = [];
  for (let time = from; time < to; time += ZERO_STEP) {
    const held = pods.some(
      ({ scheduled, deleted }) => scheduled !== null && scheduled <= time && (deleted === null || deleted > time),
    );
    const last = usage[lastAtOrBefore(usage, time + ZERO_STEP, ([at]) => at)];
    if (!held && (last === undefined || last[0] < time - ZERO_STEP)) zeros.push([time, 0]);
  }
  return [...usage, ...zeros].sort(([a], [b]) => a - b);
}
