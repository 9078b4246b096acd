/** What an SLI means: its unit, its formula in words, and where the formula comes from. */
export interface Definition {
  readonly unit: string;
  readonly description: string;
  readonly source?: string;
  /** Without it a run is invalid, whether an objective asks for it or not. */
  readonly core: boolean;
}

const K6 = 'k6, metrics/sink.go TrendSink.P: linear interpolation between the closest ranks at p x (n - 1)';
const SRE = 'Google, The Site Reliability Workbook, chapter 2: good events / valid events';
const ALL =
  'of all requests sent in the measured window, served, failed and timed-out ones alike; connecting is not included';
const SPAN = 'from the end of the warm-up to the end of the cool-down';

function latency(words: string): Definition {
  return { unit: 'ms', description: `${words} ${ALL}.`, source: K6, core: true };
}

/**
 * Every SLI, in the order that people read them in. The measured window goes from the end of the warm-up to the end of the load.
 * Over- and under-provisioning (SPEC RG) are not here: they need the demand in replicas, and one run does not tell it.
 */
export const DEFINITIONS = {
  latencyP50: latency('Half of the latencies are at most this: the median'),
  latencyP90: latency('90 % of the latencies are at most this: the 90th percentile'),
  latencyP95: latency('95 % of the latencies are at most this: the 95th percentile'),
  latencyP99: latency('99 % of the latencies are at most this: the 99th percentile'),
  latencyMax: { ...latency('The longest latency'), source: 'k6, metrics/sink.go TrendSink' },
  offeredRate: {
    unit: '1/s',
    description: 'Requests due in the measured window, by the load in the spec, per second of it.',
    core: true,
  },
  sentRate: { unit: '1/s', description: 'Requests sent in the measured window, per second of it.', core: true },
  servedRate: {
    unit: '1/s',
    description:
      'Requests sent in the measured window that were answered with a status of 200 to 399, per second of it.',
    core: true,
  },
  errorRate: {
    unit: 'share',
    description:
      'Failed / sent requests of the measured window. Failed: no answer in time, or a status of 400 or more.',
    source: 'k6, http_req_failed',
    core: true,
  },
  availability: {
    unit: 'share',
    description:
      'Served / (sent + dropped) requests of the measured window: what was asked for and could not be sent counts as not served.',
    source: SRE,
    core: true,
  },
  droppedShare: {
    unit: 'share',
    description:
      'Dropped / (sent + dropped) requests of the measured window: what the generator had no virtual user free for.',
    source: 'k6, dropped_iterations',
    core: true,
  },
  cpuUtilization: {
    unit: 'share',
    description: 'CPU-seconds used / CPU-seconds requested by the scheduled pods, over the measured window.',
    source: 'Kubernetes, HPA resource metric: usage as a share of the request',
    core: true,
  },
  cpuSaturation: {
    unit: 'share',
    description:
      'Throttled / all CFS periods of the containers, mean over the measured window. Only containers with a CPU limit have any.',
    source: 'Linux, cpu.stat nr_throttled / nr_periods',
    core: false,
  },
  replicasMax: { unit: 'replicas', description: `Most ready replicas at one time, ${SPAN}.`, core: true },
  replicasEnd: { unit: 'replicas', description: 'Ready replicas at the end of the cool-down.', core: true },
  replicasMean: { unit: 'replicas', description: `Time-weighted mean of the ready replicas, ${SPAN}.`, core: true },
  podSeconds: {
    unit: 'pod-seconds',
    description: `Time that pods existed, from creation to deletion, added up over all pods, ${SPAN}.`,
    core: true,
  },
  requestedCpuSeconds: {
    unit: 'core-seconds',
    description: `CPU requests times the time they were held on a node, from scheduling to deletion, over all pods, ${SPAN}.`,
    core: false,
  },
  reactionTime: {
    unit: 's',
    description:
      'From an increase of the load to the last link of the chain that answers it, latency back within the objective included; the longest of all increases.',
    core: false,
  },
  servedByApplication: {
    unit: 'requests',
    description:
      "Requests that the application says it served, over the whole load with its warm-up: its own counter's increase.",
    core: false,
  },
  servedAgreement: {
    unit: 'ratio',
    description:
      "Requests served by the application's count / by the load generator's, over the whole load with its warm-up; 1 if they agree.",
    core: false,
  },
} as const satisfies Readonly<Record<string, Definition>>;

export type SliName = keyof typeof DEFINITIONS;
export const SLI_NAMES = Object.keys(DEFINITIONS) as SliName[];
