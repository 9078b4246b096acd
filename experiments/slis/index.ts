import { offeredRequests } from '../load/shape';
import { serviceResults } from '../services/results';
import type { ExperimentSpec, Recording, Result, RunMeta, Sli, Target } from '../types';
import { judge } from '../verdict';
import { countedByApplication, crossChecks } from './checks';
import { type Definition, DEFINITIONS, SLI_NAMES, type SliName } from './definitions';
import { percentile } from './percentile';
import { NOT_RECOVERED, reactions } from './reaction';
import { LATENCY_QUANTILES } from './recovery';
import { summarise } from './requests';
import { podSeconds, requestedCpuSeconds, usageWithoutPods } from './resources';
import { integrate, longestHole, maxOver, type Point, valueAt } from './steps';
import { type Facts, validity } from './validity';
import { ANALYSIS_VERSION } from './version';
import { measuredWindow, type Window } from './window';

type Value = number | { readonly reason: string; readonly atLeast?: number };
type Values = Readonly<Record<SliName, Value>>;

/** Samples of Prometheus further apart than this many seconds leave a hole that must not be guessed over. */
const MAX_HOLE = 20;
/** Seconds by which the first observation of the replicas may come after the window's start. */
const MAX_LATE = 1;

/** The recording's SLIs, the verdict on them and the reaction to each increase of the load. Drops the kubeconfig. */
export function analyse(recording: Recording, spec: ExperimentSpec, target: Target, meta: RunMeta): Result {
  // By name, so that no secret of the target can slip into a result.
  const { workload, autoscaler, services, prometheus, generator } = target;
  const shown = { workload, autoscaler, ...(services && { services }), prometheus, generator };
  const found = measuredWindow(recording, spec);
  const answers = reactions(recording, spec, autoscaler);
  const measured =
    'window' in found ? measure(recording, spec, shown, found.window, answers) : unmeasured(found.reason);
  const slis = toSlis(measured.values);
  const wrong = [...recording.problems.map(sentence), ...measured.wrong];
  const judged = judge(slis, spec.slos, wrong);
  return {
    schema: 'autoscaling-testbed/result/v1',
    analysis: { version: ANALYSIS_VERSION },
    ...meta,
    spec,
    target: shown,
    window: 'window' in found ? isoWindow(found.window) : { ...NO_WINDOW, loadStart: iso(recording.loadStart) },
    slis,
    ...judged,
    warnings: [...recording.warnings.map(sentence), ...measured.warnings],
    ...('window' in found &&
      recording.services && { services: serviceResults(recording.services, shown.services, found.window) }),
    reactions: answers,
    checks: measured.checks,
  };
}

const NO_WINDOW = { loadStart: null, measuredFrom: null, measuredTo: null, observedTo: null };

function iso(time: number | null): string | null {
  return time === null || !Number.isFinite(time) ? null : new Date(time).toISOString();
}

function isoWindow({ loadStart, measuredFrom, measuredTo, observedTo }: Window): Result['window'] {
  return {
    loadStart: iso(loadStart),
    measuredFrom: iso(measuredFrom),
    measuredTo: iso(measuredTo),
    observedTo: iso(observedTo),
  };
}

function sentence(text: string): string {
  return /[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}

interface Measured {
  readonly values: Values;
  readonly wrong: readonly string[];
  readonly warnings: readonly string[];
  readonly checks: Result['checks'];
}

function unmeasured(reason: string): Measured {
  return {
    values: Object.fromEntries(SLI_NAMES.map((name) => [name, { reason }])) as unknown as Values,
    wrong: [],
    warnings: [],
    checks: [],
  };
}

function toSlis(values: Values): Record<string, Sli> {
  return Object.fromEntries(
    SLI_NAMES.map((name) => {
      const { unit, description, source }: Definition = DEFINITIONS[name];
      return [name, { ...toSli(values[name]), unit, description, ...(source === undefined ? {} : { source }) }];
    }),
  );
}

/** A number that is not finite is no number: it comes from data that is not there. */
function toSli(value: Value): Pick<Sli, 'value' | 'reason' | 'atLeast'> {
  if (typeof value !== 'number') return { value: null, ...value };
  return Number.isFinite(value) ? { value } : { value: null, reason: `the data gives ${value}` };
}

function measure(
  recording: Recording,
  spec: ExperimentSpec,
  target: Facts['target'],
  window: Window,
  answers: Result['reactions'],
): Measured {
  const facts = gather(recording, spec, target, window);
  const values: Values = {
    ...latencies(facts),
    ...rates(facts),
    ...cpu(facts),
    ...replicas(facts),
    podSeconds:
      facts.recording.pods.length === 0
        ? { reason: 'no pod was seen' }
        : podSeconds(recording.pods, window.measuredFrom, window.observedTo),
    requestedCpuSeconds: requested(facts, window.observedTo),
    reactionTime: reactionTime(answers),
    ...application(facts),
  };
  return { values, checks: facts.checks, ...validity(facts) };
}

function gather(recording: Recording, spec: ExperimentSpec, target: Facts['target'], window: Window): Facts {
  const { loadStart, measuredFrom, measuredTo } = window;
  const whole = summarise(recording.requests, -Infinity);
  return {
    recording,
    spec,
    target,
    window,
    requests: summarise(recording.requests, measuredFrom),
    offered: offeredRequests(spec, (measuredFrom - loadStart) / 1000, (measuredTo - loadStart) / 1000),
    dropped: recording.dropped.reduce((sum, { time, count }) => (time >= measuredFrom ? sum + count : sum), 0),
    whole,
    checks: crossChecks(recording, target.workload, whole, { from: loadStart, to: measuredTo }),
  };
}

const NO_REQUEST = { reason: 'no request was sent in the measured window' };

function latencies({
  requests,
}: Facts): Pick<Values, 'latencyP50' | 'latencyP90' | 'latencyP95' | 'latencyP99' | 'latencyMax'> {
  const of = (name: keyof typeof LATENCY_QUANTILES) =>
    percentile(requests.latencies, LATENCY_QUANTILES[name] as number) ?? NO_REQUEST;
  return {
    latencyP50: of('latencyP50'),
    latencyP90: of('latencyP90'),
    latencyP95: of('latencyP95'),
    latencyP99: of('latencyP99'),
    latencyMax: of('latencyMax'),
  };
}

function rates({ window, requests, offered, dropped }: Facts) {
  const { sent, served, failed } = requests;
  const asked = sent + dropped;
  // Nothing sent is a generator that did not work, not a rate of 0.
  const nothing = sent === 0 ? NO_REQUEST : undefined;
  return {
    offeredRate: offered / window.seconds,
    sentRate: nothing ?? sent / window.seconds,
    servedRate: nothing ?? served / window.seconds,
    errorRate: nothing ?? failed / sent,
    availability: asked === 0 ? NO_REQUEST : served / asked,
    droppedShare: asked === 0 ? NO_REQUEST : dropped / asked,
  };
}

function requested({ recording, window }: Facts, to: number): Value {
  if (recording.pods.length === 0) return { reason: 'no pod was seen' };
  const found = requestedCpuSeconds(recording.pods, window.measuredFrom, to);
  return 'value' in found ? found.value : found;
}

function cpu(facts: Facts): Pick<Values, 'cpuUtilization' | 'cpuSaturation'> {
  const used = seriesMean(facts, 'cpuUsage');
  const throttled = seriesMean(facts, 'cpuThrottled');
  const reserved = requested(facts, facts.window.measuredTo);
  if (typeof used !== 'number') return { cpuUtilization: used, cpuSaturation: throttled };
  if (typeof reserved !== 'number') return { cpuUtilization: reserved, cpuSaturation: throttled };
  const cpuUtilization = reserved > 0 ? (used * facts.window.seconds) / reserved : { reason: 'no CPU was requested' };
  return { cpuUtilization, cpuSaturation: throttled };
}

/** Time-weighted mean over the measured window; a NaN is a sample that is not there. */
function seriesMean({ recording, window }: Facts, name: string): Value {
  const { measuredFrom, measuredTo } = window;
  const series = recording.series[name];
  const sampled = series?.points.filter(([, value]) => Number.isFinite(value)) ?? [];
  const points = name === 'cpuUsage' ? usageWithoutPods(sampled, recording.pods, measuredFrom, measuredTo) : sampled;
  if (points.length === 0) return { reason: series?.reason ?? `Prometheus has no data for ${name}` };
  const hole = longestHole(points, measuredFrom, measuredTo);
  if (hole > MAX_HOLE) {
    return {
      reason: `${name} has no sample for ${hole.toFixed(0)} s of the measured window; at most ${MAX_HOLE} s may be missing`,
    };
  }
  // The first sample may come after the window's start: the mean is over what it covers.
  const from = Math.max(measuredFrom, points[0]?.[0] ?? measuredFrom);
  return from < measuredTo
    ? integrate(points, from, measuredTo) / ((measuredTo - from) / 1000)
    : { reason: `${name} has no sample in the measured window` };
}

function replicas({ recording, window }: Facts): Pick<Values, 'replicasMax' | 'replicasEnd' | 'replicasMean'> {
  const { measuredFrom, observedTo } = window;
  const points = recording.replicas.map(({ time, ready }): Point => [time, ready]);
  const late = points[0] === undefined ? Infinity : (points[0][0] - measuredFrom) / 1000;
  if (late > MAX_LATE) {
    const reason = Number.isFinite(late)
      ? `the Deployment was first seen ${late.toFixed(1)} s after the warm-up`
      : 'the Deployment was never seen';
    return { replicasMax: { reason }, replicasEnd: { reason }, replicasMean: { reason } };
  }
  const from = Math.max(measuredFrom, points[0]?.[0] ?? measuredFrom);
  const unknown = { reason: 'the Deployment was never seen' };
  return {
    replicasMax: maxOver(points, from, observedTo) ?? unknown,
    replicasEnd: valueAt(points, observedTo) ?? unknown,
    replicasMean: integrate(points, from, observedTo) / ((observedTo - from) / 1000),
  };
}

function reactionTime(all: Result['reactions']): Value {
  const answers = all.filter(({ warmup }) => !warmup);
  if (answers.length === 0) return { reason: 'the load never rises' };
  const totals = answers.flatMap(({ total }) => (total === null ? [] : [total]));
  const open = answers.filter(({ parts }) => parts.some(({ reason }) => reason === NOT_RECOVERED));
  if (open.length > 0) {
    const watched = open.map(({ at, until }) => (until - at) / 1000);
    return { reason: NOT_RECOVERED, atLeast: Math.max(...watched, ...totals) };
  }
  return totals.length > 0 ? Math.max(...totals) : { reason: 'no increase of the load was answered' };
}

function application({ target, recording, whole }: Facts): Pick<Values, 'servedByApplication' | 'servedAgreement'> {
  if (target.workload.servedCounter === undefined) {
    const reason = 'the workload names no counter of served requests';
    return { servedByApplication: { reason }, servedAgreement: { reason } };
  }
  const counted = countedByApplication(recording.series);
  if (counted === null) {
    const reason = recording.series.servedTotal?.reason ?? 'Prometheus has no data for servedTotal';
    return { servedByApplication: { reason }, servedAgreement: { reason } };
  }
  return {
    servedByApplication: counted,
    servedAgreement: whole.served > 0 ? counted / whole.served : { reason: 'the load generator saw no request served' },
  };
}
