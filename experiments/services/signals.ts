import { inFlight, quantile, ratio, readyReplicas, rise, scaled, total } from './rises';
import type { CallSignals, ServiceRecording, SignalName, Signals, TargetService } from './types';

/** What each signal is. Times are of one request, on average unless named otherwise. */
export const SIGNALS: Readonly<Record<SignalName, { readonly unit: string; readonly description: string }>> = {
  rate: { unit: '1/s', description: 'Answered requests per second (traffic).' },
  errorShare: { unit: 'share', description: 'Of them, those answered with 4xx or 5xx (errors).' },
  latencyMean: { unit: 'ms', description: 'From the headers of a request to the end of its answer.' },
  latencyP50: { unit: 'ms', description: 'Median, from the histogram by straight lines between its bounds.' },
  latencyP95: { unit: 'ms', description: '95th percentile, from the histogram by straight lines between its bounds.' },
  latencyP99: { unit: 'ms', description: '99th percentile, from the histogram by straight lines between its bounds.' },
  poolWait: { unit: 'ms', description: "Waiting for a place in the pod's pool." },
  delay: { unit: 'ms', description: 'Fixed wait without CPU.' },
  workWait: { unit: 'ms', description: 'Waiting for the turn to work.' },
  work: { unit: 'ms', description: 'Working, the time of being throttled included.' },
  downstreamWait: { unit: 'ms', description: 'Waiting for calls to other services.' },
  cpu: { unit: 'cores', description: 'CPU of all pods.' },
  cpuOfLimit: { unit: 'share', description: 'CPU of what the ready pods may use at most (utilization).' },
  throttled: { unit: 'share', description: 'CFS periods in which a pod was throttled (saturation).' },
  busy: { unit: 'share', description: 'Share of the work threads that were at work (utilization law, U = X S).' },
  poolUsed: { unit: 'share', description: "Share of the pool's places that were taken (Little's law, N = X R)." },
  queue: { unit: 'requests', description: "Requests that waited for a place or a turn (Little's law; saturation)." },
  replicas: { unit: 'replicas', description: 'Ready pods, mean over the time.' },
  inFlight: { unit: 'requests', description: "Requests in the service, rate x latency (Little's law, L = X R)." },
  queueing: {
    unit: 'share',
    description: 'By the mesh: share of their time in the service that requests wait, at one request waiting or more.',
  },
  proxyCpu: { unit: 'cores', description: "CPU of the mesh's proxies in all pods." },
  proxyThrottled: { unit: 'share', description: "CFS periods in which one of the mesh's proxies was throttled." },
};

/** Signals of which nothing is known. */
export const UNKNOWN = Object.fromEntries(Object.keys(SIGNALS).map((name) => [name, null])) as Record<SignalName, null>;

/** A service's signals over [from, to], ms since the epoch. */
export function signalsOf(
  recording: ServiceRecording,
  service: Pick<TargetService, 'cpuLimit' | 'concurrency' | 'pool'>,
  from: number,
  to: number,
): Signals {
  const seconds = (to - from) / 1000;
  const risen = (name: string): number | null => rise(recording, name, from, to);
  const requests = risen('requests');
  const replicas = readyReplicas(recording, from, to);
  /** A counter that nothing ever counted is 0 where the service answered at all. */
  const counted = (name: string): number | null => risen(name) ?? (requests === null ? null : 0);
  const each = (name: string): number | null => ratio(scaled(counted(name), 1000), requests);
  const cpu = scaled(risen('cpu'), 1 / seconds);
  const held = total([counted('delay'), counted('workWait'), counted('work'), counted('downstreamWait')]);
  const pods = replicas === null ? null : replicas * seconds;
  const rate = scaled(requests, 1 / seconds);
  const latencyMean = ratio(scaled(risen('latencySum'), 1000), risen('latencyCount'));
  return {
    rate,
    errorShare: ratio(counted('failed'), requests),
    latencyMean,
    latencyP50: quantile(recording, 'latencyBucket/', 0.5, from, to),
    latencyP95: quantile(recording, 'latencyBucket/', 0.95, from, to),
    latencyP99: quantile(recording, 'latencyBucket/', 0.99, from, to),
    poolWait: each('poolWait'),
    delay: each('delay'),
    workWait: each('workWait'),
    work: each('work'),
    downstreamWait: each('downstreamWait'),
    cpu,
    cpuOfLimit: ratio(cpu, scaled(replicas, service.cpuLimit)),
    throttled: ratio(risen('throttledPeriods'), risen('periods')),
    busy: ratio(counted('work'), scaled(pods, service.concurrency)),
    poolUsed: service.pool === undefined ? null : ratio(held, scaled(pods, service.pool)),
    queue: scaled(total([counted('poolWait'), counted('workWait')]), 1 / seconds),
    replicas,
    inFlight: inFlight(rate, latencyMean),
    queueing: null,
    proxyCpu: null,
    proxyThrottled: null,
  };
}

/** Calls to others over [from, to], by the name of the other. */
export function callsOf(recording: ServiceRecording, from: number, to: number): Record<string, CallSignals> {
  const names = Object.keys(recording.series).filter((name) => name.startsWith('calls/'));
  return Object.fromEntries(
    names.map((name) => {
      const target = name.slice('calls/'.length);
      const calls = rise(recording, name, from, to);
      const failed = rise(recording, `callsFailed/${target}`, from, to) ?? (calls === null ? null : 0);
      const time = rise(recording, `callSeconds/${target}`, from, to);
      return [
        target,
        {
          rate: scaled(calls, 1000 / (to - from)),
          errorShare: ratio(failed, calls),
          latencyMean: ratio(scaled(time, 1000), calls),
        },
      ];
    }),
  );
}
