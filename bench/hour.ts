import { corners } from '../experiments/load/shape';
import { parseExperiment } from '../experiments/spec';
import { evenArrivals } from '../experiments/shapes/arrivals';
import { rateAt } from '../experiments/shapes/line';
import { seeded } from '../experiments/shapes/random';
import { percentile } from '../experiments/slis/percentile';
import { Timeline } from '../experiments/record/observations';
import type { PodFacts } from '../experiments/record/facts';
import type { ExperimentSpec, Recording, RunMeta, Series, Target } from '../experiments/types';

/** Requests per second that one pod is meant to serve, and what one of them costs, core-seconds. */
const RATE_EACH = 1.5;
const CPU_EACH = 0.05;
const WARMUP = 60;
const START = Date.parse('2026-11-23T10:00:00.000Z');
const at = (second: number): number => START + second * 1000;

/** An hour of 100 requests/s on average, six times from 40 to 160 and back. */
export const hourSpec: ExperimentSpec = parseExperiment({
  preset: 'smoke',
  name: 'hour',
  warmup: WARMUP,
  cooldown: 60,
  load: { shape: { kind: 'sine', mean: 100, amplitude: 60, period: 600, duration: 3600 }, timeout: 5 },
  slos: [
    { sli: 'latencyP95', max: 400 },
    { sli: 'errorRate', max: 0.01 },
  ],
});

export const hourTarget: Omit<Target, 'kubeconfig'> = {
  workload: { namespace: 'app', deployment: 'app', service: 'app', port: 8080, servedCounter: 'requests_total' },
  autoscaler: { name: 'hpa-cpu', settings: { maxReplicas: 100 }, hpa: 'app' },
  prometheus: { namespace: 'monitoring', service: 'prometheus', port: 9090 },
  generator: { namespace: 'load', image: 'k6', nodeSelector: {}, tolerations: [] },
};

export const hourMeta: RunMeta = {
  id: '20261123-100000-0000',
  stack: 'bench',
  startedAt: new Date(START).toISOString(),
  endedAt: new Date(at(WARMUP + 3660)).toISOString(),
  environment: {
    kubernetes: 'v1.36.3',
    nodes: [],
    host: { cpus: 2, memoryBytes: 24 * 2 ** 30, node: process.version },
    loadGenerator: 'k6',
  },
};

/** The load with its warm-up, seconds from the load's start. */
const line = corners(hourSpec);
const END = WARMUP + 3600 + 60;

/**
 * A recording of an hour as a run leaves it, the same at every call: 366,000 requests, an HPA that changes its mind every 15 s, up to 100 pods that
 * come and go with the load, an event for each thing that happens to them, and Prometheus' series of a sample in 5 s.
 */
export function hourRecording(): Recording {
  const random = seeded(20261123);
  const timeline = new Timeline();
  const pods = scaling(timeline, random);
  const { requests, summary } = traffic(random);
  return {
    loadStart: START,
    from: at(-10),
    to: at(END),
    requests,
    dropped: [],
    summary,
    replicas: timeline.replicas,
    pods: timeline.pods(),
    hpa: timeline.hpa,
    scaledObject: [],
    vpa: [],
    nodes: [{ time: at(-10), ready: 3 }],
    events: timeline.events,
    series: {
      cpuUsage: sampled('cores', (second) => rateAt(line, second) * CPU_EACH),
      cpuThrottled: sampled('share', (second) => 0.1 * (rateAt(line, second) / 160) ** 2),
      servedTotal: { query: 'increase', unit: 'requests', points: [[at(END), requests.end.length]] },
      targetsUp: sampled('share', () => 1),
    },
    gaps: [],
    problems: [],
    warnings: [`Simulated: ${pods} pods in all.`],
  };
}

function sampled(unit: string, value: (second: number) => number): Series {
  const seconds = Array.from({ length: Math.floor(END / 5) }, (_, i) => i * 5);
  return { query: 'simulated', unit, points: seconds.map((second) => [at(second), value(second)] as const) };
}

type Random = () => number;

/** Latencies with a long tail, a twentieth of a second in the middle, more where the load is high. */
function traffic(random: Random): Pick<Recording, 'requests' | 'summary'> {
  const all = evenArrivals(line).map((second) => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const duration = Math.min(5000, 40 * Math.exp(0.6 * normal) * (1 + (rateAt(line, second) / 160) ** 4));
    return { end: at(second) + Math.ceil(duration), duration, failed: random() < 0.001 };
  });
  all.sort((a, b) => a.end - b.end);
  const ascending = Float64Array.from(all, ({ duration }) => duration).sort();
  const p = (share: number): number => percentile(ascending, share)!;
  const values = { 'p(50)': p(0.5), 'p(90)': p(0.9), 'p(95)': p(0.95), 'p(99)': p(0.99), max: p(1) };
  return {
    requests: {
      end: Float64Array.from(all, ({ end }) => end),
      elapsed: Float64Array.from(all, ({ duration }) => Math.ceil(duration)),
      duration: Float64Array.from(all, ({ duration }) => duration),
      status: Uint16Array.from(all, ({ failed }) => (failed ? 503 : 200)),
      ok: Uint8Array.from(all, ({ failed }) => (failed ? 0 : 1)),
    },
    summary: {
      metrics: { http_reqs: { values: { count: all.length } }, http_req_duration: { values } },
    },
  };
}

/** What the watches would have brought; says how many pods there were. */
function scaling(timeline: Timeline, random: Random): number {
  const alive: PodFacts[] = [];
  let made = 0;
  const replicas = (second: number, desired: number): void =>
    timeline.add({
      ...{ time: at(second), kind: 'deployment', change: 'MODIFIED' },
      facts: { desired, created: alive.length, ready: alive.length },
    });
  const event = (second: number, kind: string, name: string, reason: string, message: string): void =>
    timeline.add({
      ...{ time: at(second), kind: 'event', change: 'ADDED' },
      facts: { kind, name, reason, message, count: 1 },
    });
  const add = (second: number): void => {
    const [name, own] = [`app-5f6d8c7b9-${made.toString(36).padStart(5, '0')}`, at(second)];
    const fresh: PodFacts = {
      ...{ name, uid: `uid-${made++}`, created: own, cpuCores: 0.1, memoryBytes: 64 * 2 ** 20, restarts: 0 },
      ...{ node: null, scheduled: null, started: null, ready: false, readyChanged: null },
    };
    const ready = second + 2 + 2 * random();
    const bound = { ...fresh, node: `worker-${1 + (made % 2)}`, scheduled: own };
    const running = { ...bound, started: at(second + 1), ready: true, readyChanged: at(ready) };
    const change = second < 0 ? 'INITIAL' : 'ADDED';
    timeline.add({ time: own, kind: 'pod', change, facts: fresh });
    timeline.add({ time: own + 20, kind: 'pod', change: 'MODIFIED', facts: bound });
    timeline.add({ time: at(ready), kind: 'pod', change: 'MODIFIED', facts: running });
    alive.push(running);
    event(second, 'ReplicaSet', 'app-5f6d8c7b9', 'SuccessfulCreate', `Created pod: ${name}`);
    event(second, 'Pod', name, 'Scheduled', `Successfully assigned app/${name} to ${bound.node}`);
    for (const reason of ['Pulled', 'Created', 'Started']) event(second + 1, 'Pod', name, reason, 'Container app');
    if (random() < 0.3) event(second + 2, 'Pod', name, 'Unhealthy', 'Readiness probe failed: connection refused');
  };
  for (let second = -10; second < END; second += 15) {
    const rate = rateAt(line, Math.max(0, second));
    // As an HPA does: utilization in whole percent of the request, and no change within a tolerance of a tenth.
    const current = alive.length || 1;
    const value = Math.floor((60 * rate) / (current * RATE_EACH));
    const ratio = value / 60;
    const wanted = ratio >= 0.9 && ratio <= 1.1 ? current : Math.ceil(ratio * current);
    const desired = Math.max(2, Math.min(100, wanted));
    timeline.add({
      ...{ time: at(second), kind: 'hpa', change: 'MODIFIED' },
      facts: {
        ...{ desiredReplicas: desired, currentReplicas: alive.length, metric: value, target: 60 },
        metrics: [{ type: 'Resource', name: 'cpu', targetType: 'Utilization', value, target: 60 }],
        rules: { minReplicas: 2, maxReplicas: 100, behavior: { scaleDown: { stabilizationWindowSeconds: 0 } } },
        ...{ scalingActive: 'True', scalingLimited: 'False', reason: 'ValidMetricFound' },
      },
    });
    if (desired === alive.length) continue;
    event(second, 'HorizontalPodAutoscaler', 'app', 'SuccessfulRescale', `New size: ${desired}`);
    event(second, 'Deployment', 'app', 'ScalingReplicaSet', `Scaled replica set app to ${desired}`);
    while (alive.length < desired) add(second);
    while (alive.length > desired) {
      const pod = alive.pop()!;
      event(second, 'Pod', pod.name, 'Killing', 'Stopping container app');
      timeline.add({ time: at(second + 1), kind: 'pod', change: 'DELETED', facts: pod });
    }
    replicas(second + 4, desired);
  }
  return made;
}
