import type { ServiceResult, Signals } from '../services/types';
import { QUEUE, SATURATED } from './thresholds';
import type { Level } from './types';

/**
 * What the mesh sees of queues. It tells how long requests are in a service, not what they do there; so what a service takes of its own, without CPU,
 * at the lowest load is taken to be no queue, and what it takes more than that at higher loads to be one (L = X R, Little's law).
 *
 * A queue before a service whose CPU is used up waits for CPU. Before another it waits for a place (a pool, a connection, a thread), and places are held
 * as the service's time is spent: attribution.ts shares that wait out, and where the time is spent waiting for another service, the queue is the other's.
 * @param levels by the mesh, the lowest first; a single one says nothing of queues
 */
export function withQueues(levels: readonly Level[]): Level[] {
  const [lowest] = levels;
  if (lowest === undefined || levels.length < 2) return [...levels];
  return levels.map((level) => ({
    ...level,
    services: Object.fromEntries(
      Object.entries(level.services).map(([name, result]) => [name, withQueue(result, lowest.services[name])]),
    ),
  }));
}

function withQueue(result: ServiceResult, atLowest: ServiceResult | undefined): ServiceResult {
  const [rest, base] = [restOf(result.signals), atLowest === undefined ? null : restOf(atLowest.signals)];
  const { rate, latencyMean, cpuOfLimit, busy } = result.signals;
  if (rest === null || base === null || rate === null || latencyMean === null) return result;
  const wait = Math.max(0, rest - base);
  const queue = (rate * wait) / 1000;
  const forCpu = Math.max(cpuOfLimit ?? 0, busy ?? 0) >= SATURATED;
  return {
    ...result,
    signals: {
      ...result.signals,
      delay: rest - wait,
      poolWait: forCpu ? 0 : wait,
      workWait: forCpu ? wait : 0,
      queue,
      // In an M/M/1 queue R = S / (1 - U): the utilization is the share of the time that is not service, 1 - S / R.
      queueing: forCpu || queue < QUEUE ? null : wait / latencyMean,
    },
  };
}

/** What a request takes of the service's own besides CPU, ms. */
function restOf({ latencyMean, downstreamWait, work }: Signals): number | null {
  return latencyMean === null || downstreamWait === null
    ? null
    : Math.max(0, latencyMean - downstreamWait - (work ?? 0));
}
