import type { Level } from '../../../../experiments/bottleneck/types';
import type { ServiceResult, Signals, TargetService } from '../../../../experiments/services/types';

/** About that number. */
export const near = (value: number): unknown => expect.closeTo(value);

const NOTHING: Signals = {
  rate: 10,
  errorShare: 0,
  latencyMean: 0,
  latencyP50: null,
  latencyP95: null,
  latencyP99: null,
  poolWait: 0,
  delay: 0,
  workWait: 0,
  work: 0,
  downstreamWait: 0,
  cpu: 0,
  cpuOfLimit: 0,
  throttled: 0,
  busy: 0,
  poolUsed: null,
  queue: 0,
  replicas: 1,
  inFlight: null,
  queueing: null,
  proxyCpu: null,
  proxyThrottled: null,
};

/** A service's signals, with the calls to others as [rate, mean ms]. The latency is the sum of its parts unless said otherwise. */
export function service(
  signals: Partial<Signals>,
  calls: Readonly<Record<string, readonly [number, number]>> = {},
): ServiceResult {
  const { poolWait = 0, delay = 0, workWait = 0, work = 0, downstreamWait = 0 } = signals;
  const parts = [poolWait, delay, workWait, work, downstreamWait].map((part) => part ?? 0);
  return {
    signals: { ...NOTHING, latencyMean: parts.reduce((a, b) => a + b), ...signals },
    calls: Object.fromEntries(
      Object.entries(calls).map(([name, [rate, latencyMean]]) => [name, { rate, errorShare: 0, latencyMean }]),
    ),
  };
}

export const level = (offered: number, services: Level['services']): Level => ({
  offered,
  from: 0,
  to: 10_000,
  services,
});

export const node = (name: string, ...calls: (readonly string[])[]): TargetService => ({
  name,
  deployment: name,
  cpuLimit: 0.4,
  concurrency: 1,
  calls: { '/': calls },
});

/** a calls b calls c. */
export const CHAIN = [node('a', ['b']), node('b', ['c']), node('c')];
