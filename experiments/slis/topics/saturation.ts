import { type Definitions, type Value, type ValuesOf } from '../definition';
import type { Facts } from '../facts';
import { type Held, heldSeconds, limitsAt } from '../resources';
import { samplesOf, seriesMean } from '../series';

export const SATURATION = {
  cpuUtilization: {
    unit: 'share',
    description: 'CPU-seconds used / CPU-seconds requested by the scheduled pods, over the measured window.',
    source: 'Kubernetes, HPA resource metric: usage as a share of the request',
    core: true,
  },
  cpuLimitUsed: {
    unit: 'share',
    description:
      'CPU-seconds used / CPU-seconds that the limits of the scheduled pods allow, over the measured window.',
    core: false,
  },
  cpuSaturation: {
    unit: 'share',
    description:
      'Throttled / all CFS periods of the containers, mean over the measured window. Only containers with a CPU limit have any.',
    source: 'Linux, cpu.stat nr_throttled / nr_periods',
    core: false,
  },
  memoryLimitUsed: {
    unit: 'share',
    description:
      'Most memory of one pod (its working set) at a time in the measured window / its limit; where limits of pods differ, the smallest.',
    source: 'cAdvisor, container_memory_working_set_bytes: what the kubelet evicts by',
    core: false,
  },
} as const satisfies Definitions;

export function saturation({ recording, window }: Facts): ValuesOf<typeof SATURATION> {
  const used = seriesMean(recording, window, 'cpuUsage');
  const span = { from: window.measuredFrom, to: window.measuredTo };
  const share = (held: Held, nothing: string): Value => {
    if (typeof used !== 'number') return used;
    if ('reason' in held) return held;
    return held.value > 0 ? (used * window.seconds) / held.value : { reason: nothing };
  };
  return {
    cpuUtilization: share(heldSeconds(recording.pods, span, 'requests', 'cpuCores'), 'no CPU was requested'),
    cpuLimitUsed: share(heldSeconds(recording.pods, span, 'limits', 'cpuCores'), 'no pod was on a node'),
    cpuSaturation: seriesMean(recording, window, 'cpuThrottled'),
    memoryLimitUsed: memoryLimitUsed({ recording, window }),
  };
}

function memoryLimitUsed({ recording, window }: Pick<Facts, 'recording' | 'window'>): Value {
  const { pods } = recording;
  const { measuredFrom: from, measuredTo: to } = window;
  const found = samplesOf(recording, window, 'memoryMax');
  if ('reason' in found) return found;
  const known = heldSeconds(pods, { from, to }, 'limits', 'memoryBytes');
  if ('reason' in known) return known;
  const shares = found.points
    .filter(([time]) => time >= from && time < to)
    .map(([time, bytes]) => {
      const limits = pods
        .filter(({ scheduled, deleted }) => scheduled !== null && scheduled <= time && (deleted ?? Infinity) > time)
        .map((pod) => limitsAt(pod, time)?.memoryBytes ?? Infinity);
      // A sample may outlive its pod by a scrape.
      return limits.length === 0 ? 0 : bytes / Math.min(...limits);
    });
  return shares.length > 0 ? Math.max(...shares) : { reason: 'memoryMax has no sample in the measured window' };
}
