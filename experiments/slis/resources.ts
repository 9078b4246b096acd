import type { PodRecord, Resources } from '../types';
import { lastAtOrBefore, type Point } from './steps';

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
  return resized[lastAtOrBefore(resized, time, (change) => change.time)] ?? requests;
}

/**
 * Requested CPU times the time it was held on a node, core-seconds, as the requests were at each moment; null with the reason if a
 * pod's request is unknown.
 */
export function requestedCpuSeconds(
  pods: readonly PodRecord[],
  from: number,
  to: number,
): { value: number } | { reason: string } {
  let value = 0;
  for (const pod of pods) {
    if (pod.scheduled === null) continue;
    const starts = [pod.scheduled, ...pod.resized.map(({ time }) => time).filter((time) => time > pod.scheduled!)];
    for (const [index, start] of starts.entries()) {
      const end = Math.min(starts[index + 1] ?? Infinity, pod.deleted ?? Infinity);
      const held = overlap(start, end, from, to);
      if (held === 0) continue;
      const { cpuCores } = requestsAt(pod, start);
      if (cpuCores === null) return { reason: `pod ${pod.name} has a container without a CPU request` };
      value += cpuCores * held;
    }
  }
  return { value };
}

/** Milliseconds between the zeros that stand for no pod. */
const ZERO_STEP = 5000;

/** CPU usage with zeros where no pod was on a node: the kubelet has nothing to say then, but it is known. */
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
