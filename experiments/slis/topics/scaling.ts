import { loadChanges, loadSeconds } from '../../load/shape';
import type { Reaction } from '../../types';
import { type Definitions, OBSERVED, type Value, type ValuesOf } from '../definition';
import { demandOver } from '../demand';
import type { Facts } from '../facts';
import { eachService } from '../graph';
import { oscillations, type Turn } from '../oscillations';
import { NOT_RECOVERED } from '../reaction';
import { podSeconds } from '../resources';
import { NOT_FALLEN } from '../scaleDown';
import { integrate, maxOver, type Point, valueAt } from '../steps';

/** Seconds by which the first observation may come after the window's start. */
const MAX_LATE = 1;

export const SCALING = {
  reactionTime: {
    unit: 's',
    description:
      'From an increase of the load to the last link of the chain that answers it, latency back within the objective included; the longest of all increases.',
    core: false,
  },
  reactionTimeDown: {
    unit: 's',
    description:
      'From a fall of the load until the last pod that it makes superfluous is gone; the longest of all falls that found more than the least replicas.',
    core: false,
  },
  overshoot: {
    unit: 'replicas',
    description:
      'Ready replicas over the most that the load demands between an increase and the next change of the load; the most at one time, of all increases.',
    core: false,
  },
  oscillations: {
    unit: 'changes',
    description: `Changes of direction of the desired replicas that the load did not call for: it had not changed in that direction since they last moved so; ${OBSERVED}.`,
    core: false,
  },
  replicasMax: { unit: 'replicas', description: `Most ready replicas at one time, ${OBSERVED}.`, core: true },
  replicasEnd: { unit: 'replicas', description: 'Ready replicas at the end of the cool-down.', core: true },
  replicasMean: { unit: 'replicas', description: `Time-weighted mean of the ready replicas, ${OBSERVED}.`, core: true },
  replicaSeconds: {
    unit: 'replica-seconds',
    description: `Ready replicas added up over time, ${OBSERVED}.`,
    core: false,
  },
  podSeconds: {
    unit: 'pod-seconds',
    description: `Time that pods existed, from creation to deletion, added up over all pods, ${OBSERVED}.`,
    core: true,
  },
  nodeSeconds: {
    unit: 'node-seconds',
    description: `Ready nodes of the cluster, those of the platform and of the load generator included, added up over time, ${OBSERVED}.`,
    core: false,
  },
} as const satisfies Definitions;

/** @param whole the facts of all services together, of a workload of several */
export function scaling(facts: Facts, whole: Facts = facts): ValuesOf<typeof SCALING> {
  const { window, reactions, scaleDowns } = facts;
  const { pods } = whole.recording;
  return {
    reactionTime: reactionTime(reactions),
    reactionTimeDown: reactionTimeDown(scaleDowns),
    overshoot: overshoot(facts),
    oscillations: unsteady(facts),
    ...replicas(whole),
    podSeconds:
      pods.length === 0 ? { reason: 'no pod was seen' } : podSeconds(pods, window.measuredFrom, window.observedTo),
    nodeSeconds: nodeSeconds(facts),
  };
}

function replicas({ recording, window }: Facts) {
  const { measuredFrom, observedTo } = window;
  const points = recording.replicas.map(({ time, ready }): Point => [time, ready]);
  const late = points[0] === undefined ? Infinity : (points[0][0] - measuredFrom) / 1000;
  if (late > MAX_LATE) {
    const reason = Number.isFinite(late)
      ? `the Deployment was first seen ${late.toFixed(1)} s after the warm-up`
      : 'the Deployment was never seen';
    return { replicasMax: { reason }, replicasEnd: { reason }, replicasMean: { reason }, replicaSeconds: { reason } };
  }
  const from = Math.max(measuredFrom, points[0]?.[0] ?? measuredFrom);
  const unknown = { reason: 'the Deployment was never seen' };
  const replicaSeconds = integrate(points, from, observedTo);
  return {
    replicasMax: maxOver(points, from, observedTo) ?? unknown,
    replicasEnd: valueAt(points, observedTo) ?? unknown,
    replicasMean: replicaSeconds / ((observedTo - from) / 1000),
    replicaSeconds,
  };
}

function nodeSeconds({ recording: { nodes }, window: { measuredFrom, observedTo } }: Facts): Value {
  const points = nodes.map(({ time, ready }): Point => [time, ready]);
  const first = points[0]?.[0];
  if (first === undefined) return { reason: 'no node was seen' };
  const late = (first - measuredFrom) / 1000;
  if (late > MAX_LATE) return { reason: `nodes were first seen ${late.toFixed(1)} s after the warm-up` };
  return integrate(points, measuredFrom, observedTo);
}

function reactionTime(all: readonly Reaction[]): Value {
  const answers = all.filter(({ warmup }) => !warmup);
  if (answers.length === 0) return { reason: 'the load never rises' };
  return longest(answers, NOT_RECOVERED, 'no increase of the load was answered');
}

function reactionTimeDown(all: readonly Reaction[]): Value {
  if (all.length === 0) return { reason: 'the load was not watched after a fall' };
  const why = all.flatMap(({ parts }) =>
    parts.flatMap(({ seconds, reason }) => (seconds === null && reason ? [reason] : [])),
  );
  return longest(
    all.filter(({ parts }) =>
      parts.some(({ name, seconds, reason }) => reason === NOT_FALLEN || (name === 'settled' && seconds !== null)),
    ),
    NOT_FALLEN,
    why.at(-1) ?? 'no fall of the load was answered',
  );
}

/** The longest total; of one that was still going on when watching ended at least the time that it was watched. */
function longest(answers: readonly Reaction[], open: string, none: string): Value {
  const totals = answers.flatMap(({ total }) => (total === null ? [] : [total]));
  const watched = answers
    .filter(({ parts }) => parts.some(({ reason }) => reason === open))
    .map(({ at, until }) => (until - at) / 1000);
  if (watched.length > 0) return { reason: open, atLeast: Math.max(...watched, ...totals) };
  return totals.length > 0 ? Math.max(...totals) : { reason: none };
}

function overshoot({ recording, spec, window, reactions }: Facts): Value {
  const demand = demandOver(spec.demand?.curve, spec, window.loadStart);
  if ('reason' in demand) return demand;
  const ready = recording.replicas.map(({ time, ready: count }): Point => [time, count]);
  const over = reactions
    .filter(({ warmup }) => !warmup)
    .flatMap(({ at, until }) => {
      const [most, wanted] = [maxOver(ready, at, until), maxOver(demand.points, at, until)];
      return most === null || wanted === null ? [] : [Math.max(0, most - wanted)];
    });
  return over.length > 0 ? Math.max(...over) : { reason: 'the load never rises' };
}

/** Of several services added up. */
function unsteady(facts: Facts): Value {
  const services = eachService(facts);
  if (services.length === 0) return turned(facts);
  const counts = services.map(([, own]) => turned(own));
  const unknown = counts.find((count) => typeof count !== 'number');
  return unknown ?? (counts as number[]).reduce((sum, count) => sum + count, 0);
}

function turned({ recording, spec, window }: Facts): Value {
  if (recording.replicas.length === 0) return { reason: 'the Deployment was never seen' };
  const { loadStart, measuredFrom, observedTo } = window;
  const time = (second: number): number => loadStart + second * 1000;
  const turns: Turn[] = [
    { at: loadStart, direction: 1 },
    ...loadChanges(spec).map(({ at, from, to }): Turn => ({ at: time(at), direction: to > from ? 1 : -1 })),
    { at: time(loadSeconds(spec)), direction: -1 },
  ];
  const desired = recording.replicas.map(({ time: at, desired: count }): Point => [at, count]);
  return oscillations(desired, turns, measuredFrom, observedTo);
}
