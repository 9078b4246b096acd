import type { PodRecord } from '../types';

/** Seconds of [from, to] between `start` and `end` (null: still there). */
function overlap(start: number, end: number | null, from: number, to: number): number {
  return Math.max(0, Math.min(end ?? Infinity, to) - Math.max(start, from)) / 1000;
}

/** Pod-seconds between creation and deletion. */
export function podSeconds(pods: readonly PodRecord[], from: number, to: number): number {
  return pods.reduce((sum, pod) => sum + overlap(pod.created, pod.deleted, from, to), 0);
}

/** Requested CPU times the time it was held on a node, core-seconds; null with the reason if a pod's request is unknown. */
export function requestedCpuSeconds(
  pods: readonly PodRecord[],
  from: number,
  to: number,
): { value: number } | { reason: string } {
  let value = 0;
  for (const { name, scheduled, deleted, requests } of pods) {
    const held = scheduled === null ? 0 : overlap(scheduled, deleted, from, to);
    if (held === 0) continue;
    if (requests.cpuCores === null) return { reason: `pod ${name} has a container without a CPU request` };
    value += requests.cpuCores * held;
  }
  return { value };
}
