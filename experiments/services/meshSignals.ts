import { MESH } from './mesh';
import { inFlight, quantile, ratio, readyReplicas, rise, scaled } from './rises';
import { UNKNOWN } from './signals';
import type { CallSignals, ServiceRecording, ServiceResult, SignalName, TargetService } from './types';

/** What signals are by the mesh, where it is not what they are by the application. */
export const MESH_DESCRIPTIONS: Partial<Readonly<Record<SignalName, string>>> = {
  errorShare: 'Of them, those with a 4xx or 5xx, or given up by the caller (errors).',
  latencyMean: 'From the proxy before the pod to the application and back.',
  work: 'CPU of one request: CPU / rate (utilization law, D = U / X).',
  downstreamWait: 'Waiting for calls to other services, by its own proxy as the caller’s.',
  cpu: 'CPU of the application’s containers.',
  cpuOfLimit: 'CPU of the application’s containers, of what the ready pods may use at most (utilization).',
  throttled: 'CFS periods in which the application’s container was throttled (saturation).',
  busy: 'CPU of the work threads, at least (utilization law).',
};

/** CPU over a shorter time than that, ms, is mostly of before: cAdvisor looks every 10 to 15 s. */
const SHORTEST = 5000;

/** What the mesh counted of a service, by the names without `mesh/`. */
function meshOf({ series, ...rest }: ServiceRecording): ServiceRecording {
  const own = Object.entries(series).filter(([name]) => name.startsWith(MESH));
  return { ...rest, series: Object.fromEntries(own.map(([name, one]) => [name.slice(MESH.length), one])) };
}

/**
 * A service over [from, to], ms since the epoch, as the mesh sees it: its requests by its own proxy, its calls by the same proxy as their caller's. What
 * it waits for its calls follows from the graph (seen.ts), and so is not in here.
 */
export function meshResult(
  recording: ServiceRecording,
  service: Pick<TargetService, 'cpuLimit' | 'concurrency'>,
  from: number,
  to: number,
): ServiceResult {
  const own = meshOf(recording);
  const seconds = (to - from) / 1000;
  const risen = (name: string): number | null => rise(own, name, from, to);
  const requests = risen('requests');
  const rate = scaled(requests, 1 / seconds);
  const latencyMean = ratio(scaled(risen('latencySum'), 1000), risen('latencyCount'));
  const replicas = readyReplicas(recording, from, to);
  const cpu = perSecond(own, 'cpu', from, to);
  const reason = recording.series[`${MESH}requests`]?.reason ?? (requests === null ? NOTHING : undefined);
  return {
    signals: {
      ...UNKNOWN,
      rate,
      errorShare: ratio(risen('failed') ?? (requests === null ? null : 0), requests),
      latencyMean,
      latencyP50: quantile(own, 'latencyBucket/', 0.5, from, to),
      latencyP95: quantile(own, 'latencyBucket/', 0.95, from, to),
      latencyP99: quantile(own, 'latencyBucket/', 0.99, from, to),
      // Its demand for CPU: utilization law, D = U / X.
      work: ratio(scaled(cpu, 1000), rate),
      cpu,
      cpuOfLimit: ratio(cpu, scaled(replicas, service.cpuLimit)),
      throttled: ratio(risen('throttledPeriods'), risen('periods')),
      busy: ratio(cpu, scaled(replicas, service.concurrency)),
      replicas,
      inFlight: inFlight(rate, latencyMean),
      proxyCpu: perSecond(own, 'proxyCpu', from, to),
      proxyThrottled: ratio(risen('proxyThrottledPeriods'), risen('proxyPeriods')),
    },
    calls: meshCalls(own, from, to),
    from: 'mesh',
    codes: codesOf(own, from, to),
    ...(reason !== undefined && { reason }),
  };
}

const NOTHING = 'the mesh counted none of its requests (are its pods in it, by istio.mode: sidecar?)';

/** As far as cAdvisor has looked. */
function perSecond(own: ServiceRecording, name: string, from: number, to: number): number | null {
  const until = Math.min(to, own.series[name]?.points.at(-1)?.[0] ?? -Infinity);
  return until - from < Math.min(SHORTEST, to - from)
    ? null
    : scaled(rise(own, name, from, until), 1000 / (until - from));
}

function meshCalls(own: ServiceRecording, from: number, to: number): Record<string, CallSignals> {
  const callees = Object.keys(own.series).filter((name) => name.startsWith('calls/'));
  return Object.fromEntries(
    callees.map((name) => {
      const callee = name.slice('calls/'.length);
      const risen = (kind: string): number | null => rise(own, `${kind}/${callee}`, from, to);
      const calls = risen('calls');
      return [
        callee,
        {
          rate: scaled(calls, 1000 / (to - from)),
          errorShare: ratio(risen('callsFailed') ?? (calls === null ? null : 0), calls),
          latencyMean: ratio(scaled(risen('callSeconds'), 1000), risen('callCount')),
          latencyP95: quantile(own, `callBucket/${callee}|`, 0.95, from, to),
        },
      ];
    }),
  );
}

function codesOf(own: ServiceRecording, from: number, to: number): Record<string, number> {
  const requests = rise(own, 'requests', from, to);
  const codes = Object.keys(own.series).filter((name) => name.startsWith('code/'));
  return Object.fromEntries(
    codes.flatMap((name) => {
      const share = ratio(rise(own, name, from, to), requests);
      return share === null || share === 0 ? [] : [[name.slice('code/'.length), share]];
    }),
  );
}
