import { serviceSeries, type RawCounter } from '../../../../experiments/services/counters';
import { MESH, meshSeries } from '../../../../experiments/services/mesh';
import type { ServiceRecording, TargetService } from '../../../../experiments/services/types';
import type { Point } from '../../../../experiments/slis/steps';
import type { ExperimentSpec, Recording } from '../../../../experiments/types';

/** What a service does at an even load: times are of one request, ms, on average. */
export interface Behaviour {
  readonly rate: number;
  readonly poolWait?: number;
  readonly delay?: number;
  readonly workWait?: number;
  /** By the clock, the time of being throttled included. */
  readonly work?: number;
  readonly downstreamWait?: number;
  /** Cores. */
  readonly cpu: number;
  /** Of the proxy, cores. */
  readonly proxyCpu?: number;
  /** CFS periods of ten a second. */
  readonly throttled?: number;
  /** By callee the rate and the mean, ms. */
  readonly calls?: Readonly<Record<string, readonly [rate: number, mean: number]>>;
}

export interface Step {
  readonly offered: number;
  readonly services: Readonly<Record<string, Behaviour>>;
}

/** Seconds of a step, and between two scrapes and two looks of cAdvisor's. */
const [STEP, SCRAPE, LOOK] = [40, 5, 10];

/** Steps of even load as applications, proxies and cAdvisor would have counted them. */
export function recordingOf(steps: readonly Step[], services: readonly TargetService[]): Recording {
  const own = services.flatMap(({ name }): [string, ServiceRecording][] => {
    const behaviours = steps.flatMap((step) => (step.services[name] === undefined ? [] : [step.services[name]]));
    return behaviours.length < steps.length ? [] : [[name, ofService(name, behaviours)]];
  });
  return { loadStart: 0, services: Object.fromEntries(own) } as unknown as Recording;
}

export const specOf = (steps: readonly Step[]): ExperimentSpec =>
  ({
    warmup: 0,
    load: { stages: steps.map(({ offered }) => ({ rate: offered, duration: STEP })) },
  }) as unknown as ExperimentSpec;

function ofService(name: string, behaviours: readonly Behaviour[]): ServiceRecording {
  const end = behaviours.length * STEP;
  const times = Array.from({ length: end / SCRAPE + 3 }, (_, index) => index * SCRAPE);
  const grid = times.map((seconds) => seconds * 1000);
  const counter = (
    metric: string,
    labels: Record<string, string>,
    perSecond: (behaviour: Behaviour) => number,
    every = SCRAPE,
  ): RawCounter => ({
    name: metric,
    labels,
    points: times.map((time) => [time * 1000, total(behaviours, Math.floor(time / every) * every, perSecond)]),
  });
  const series = (points: Readonly<Record<string, readonly Point[]>>, prefix = ''): ServiceRecording['series'] =>
    Object.fromEntries(
      Object.entries(points).map(([one, found]) => [`${prefix}${one}`, { query: '', unit: '', points: found }]),
    );
  return {
    replicas: [{ time: 0, desired: 1, created: 1, ready: 1 }],
    pods: [],
    series: {
      ...series(serviceSeries(byApplication(counter, behaviours), grid)),
      ...series(meshSeries(byMesh(name, counter, behaviours), grid), MESH),
    },
  };
}

type Count = (
  metric: string,
  labels: Record<string, string>,
  perSecond: (behaviour: Behaviour) => number,
  every?: number,
) => RawCounter;

const latencyOf = ({ poolWait = 0, delay = 0, workWait = 0, work = 0, downstreamWait = 0 }: Behaviour): number =>
  poolWait + delay + workWait + work + downstreamWait;
const calleesOf = (behaviours: readonly Behaviour[]): string[] => [
  ...new Set(behaviours.flatMap(({ calls = {} }) => Object.keys(calls))),
];

function byApplication(counter: Count, behaviours: readonly Behaviour[]): RawCounter[] {
  const seconds = (of: 'poolWait' | 'delay' | 'workWait' | 'work' | 'downstreamWait', metric: string) =>
    counter(`service_${metric}_seconds_total`, {}, (one) => (one.rate * (one[of] ?? 0)) / 1000);
  return [
    counter('node_http_requests_total', { route: '/', status: '200' }, ({ rate }) => rate),
    counter('http_request_duration_seconds_sum', { route: '/' }, (one) => (one.rate * latencyOf(one)) / 1000),
    counter('http_request_duration_seconds_count', { route: '/' }, ({ rate }) => rate),
    seconds('poolWait', 'pool_wait'),
    seconds('delay', 'delay'),
    seconds('workWait', 'work_wait'),
    seconds('work', 'work'),
    seconds('downstreamWait', 'downstream_wait'),
    counter('process_cpu_seconds_total', {}, ({ cpu }) => cpu),
    ...calleesOf(behaviours).flatMap((target) => [
      counter('service_calls_total', { target, result: 'ok' }, ({ calls }) => calls?.[target]?.[0] ?? 0),
      counter('service_call_seconds_total', { target }, ({ calls }) => {
        const [rate, mean] = calls?.[target] ?? [0, 0];
        return (rate * mean) / 1000;
      }),
    ]),
  ];
}

/** With the labels that the embedded cluster has: docs/istio.md. */
function byMesh(name: string, counter: Count, behaviours: readonly Behaviour[]): RawCounter[] {
  const destination = { reporter: 'destination', destination_workload: name, destination_service_name: name };
  const duration = 'istio_request_duration_milliseconds';
  const container = (app: string) => ({ container: app });
  return [
    counter('istio_requests_total', { ...destination, response_code: '200' }, ({ rate }) => rate),
    counter(`${duration}_sum`, destination, (one) => one.rate * latencyOf(one)),
    counter(`${duration}_count`, destination, ({ rate }) => rate),
    ...calleesOf(behaviours).flatMap((callee) => {
      const source = { reporter: 'source', source_workload: name, destination_service_name: callee };
      const rate = ({ calls }: Behaviour): number => calls?.[callee]?.[0] ?? 0;
      return [
        counter('istio_requests_total', { ...source, response_code: '200' }, rate),
        counter(`${duration}_sum`, source, (one) => rate(one) * (one.calls?.[callee]?.[1] ?? 0)),
        counter(`${duration}_count`, source, rate),
      ];
    }),
    counter('container_cpu_usage_seconds_total', container('app'), ({ cpu }) => cpu, LOOK),
    counter('container_cpu_usage_seconds_total', container('istio-proxy'), ({ proxyCpu = 0.01 }) => proxyCpu, LOOK),
    counter('container_cpu_cfs_periods_total', container('app'), () => 10, LOOK),
    counter('container_cpu_cfs_throttled_periods_total', container('app'), ({ throttled = 0 }) => throttled, LOOK),
  ];
}

/** What a counter has counted after these seconds; after the load it stands still. */
function total(behaviours: readonly Behaviour[], seconds: number, perSecond: (behaviour: Behaviour) => number): number {
  return behaviours.reduce(
    (sum, behaviour, index) => sum + perSecond(behaviour) * Math.max(0, Math.min(STEP, seconds - index * STEP)),
    0,
  );
}
