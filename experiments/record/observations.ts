import { NodeLives } from './nodeLives';
import type {
  Gap,
  HpaPoint,
  KubeEvent,
  NodeClaimFacts,
  NodeClaimRecord,
  PodRecord,
  ReplicaPoint,
  Resources,
  ScaledObjectPoint,
  Series,
  VpaPoint,
} from '../types';
import type { DeploymentFacts, EventFacts, HpaFacts, NodeFacts, PodFacts, ScaledObjectFacts, VpaFacts } from './facts';

/** INITIAL: it was there when watching began. */
export type Change = 'INITIAL' | 'ADDED' | 'MODIFIED' | 'DELETED';

/** What a watch brought, with the time at which it arrived. */
export type Seen =
  | { readonly kind: 'pod'; readonly change: Change; readonly facts: PodFacts }
  | { readonly kind: 'deployment'; readonly change: Change; readonly facts: DeploymentFacts }
  | { readonly kind: 'hpa'; readonly change: Change; readonly facts: HpaFacts }
  | { readonly kind: 'scaledObject'; readonly change: Change; readonly facts: ScaledObjectFacts }
  | { readonly kind: 'vpa'; readonly change: Change; readonly facts: VpaFacts }
  | { readonly kind: 'node'; readonly change: Change; readonly facts: NodeFacts }
  | { readonly kind: 'nodeClaim'; readonly change: Change; readonly facts: NodeClaimFacts }
  | { readonly kind: 'event'; readonly change: Change; readonly facts: EventFacts };

/** One line of a run's journal. The recording is made of these and of k6's output, and can be made again from the files. */
export type Observation = {
  readonly time: number;
  /** Of a workload of several services the one that it is of; absent: what is seen of the workload as one. */
  readonly service?: string;
} & (
  | Seen
  | ({ readonly kind: 'gap' } & Gap)
  | { readonly kind: 'series'; readonly name: string; readonly series: Series }
  | { readonly kind: 'problem'; readonly message: string }
  | { readonly kind: 'warning'; readonly message: string }
  | { readonly kind: 'end' }
);

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type OpenPod = Mutable<Omit<PodRecord, 'readiness' | 'stamps' | 'resized'>> & {
  readiness: { time: number; ready: boolean }[];
  resized: PodRecord['resized'][number][];
  stamps: Mutable<PodRecord['stamps']>;
  isReady: boolean;
  firstRestarts: number;
};

/** The timeline so far; takes observations in order of time. */
export class Timeline {
  readonly replicas: ReplicaPoint[] = [];
  readonly hpa: HpaPoint[] = [];
  readonly scaledObject: ScaledObjectPoint[] = [];
  readonly vpa: VpaPoint[] = [];
  readonly nodes: { time: number; ready: number }[] = [];
  readonly events: KubeEvent[] = [];
  readonly gaps: Gap[] = [];
  readonly series: Record<string, Series> = {};
  readonly problems: string[] = [];
  readonly warnings: string[] = [];
  /** Of each service by its name. */
  readonly services = new Map<string, Timeline>();
  /** Time of the first and the last observation. */
  from: number | null = null;
  to: number | null = null;
  private readonly byUid = new Map<string, OpenPod>();
  private readonly nodeReady = new Map<string, boolean>();
  private readonly lives = new NodeLives();

  add(observation: Observation): void {
    const { time, service } = observation;
    this.from ??= time;
    this.to = Math.max(this.to ?? time, time);
    if (service !== undefined) return this.ofService(service).add({ ...observation, service: undefined });
    switch (observation.kind) {
      case 'pod':
        return this.pod(time, observation.change, observation.facts);
      case 'deployment':
        return append(this.replicas, { time, ...observation.facts });
      case 'hpa':
        if (observation.change !== 'DELETED') append(this.hpa, { time, ...observation.facts });
        return;
      case 'scaledObject':
        if (observation.change !== 'DELETED') append(this.scaledObject, { time, ...observation.facts });
        return;
      case 'vpa':
        if (observation.change !== 'DELETED') append(this.vpa, { time, ...observation.facts });
        return;
      case 'node':
        this.lives.node(time, observation.change, observation.facts);
        return this.node(time, observation.change, observation.facts);
      case 'nodeClaim':
        return this.lives.claim(time, observation.change, observation.facts);
      case 'event':
        if (observation.change !== 'DELETED') this.events.push({ time, ...observation.facts });
        return;
      case 'gap': {
        const { source, from, to, message } = observation;
        this.gaps.push({ source, from, to, message });
        return;
      }
      case 'series':
        this.series[observation.name] = observation.series;
        return;
      case 'problem':
        if (!this.problems.includes(observation.message)) this.problems.push(observation.message);
        return;
      case 'warning':
        if (!this.warnings.includes(observation.message)) this.warnings.push(observation.message);
        return;
      case 'end':
        return;
    }
  }

  pods(): PodRecord[] {
    return [...this.byUid.values()].map(({ isReady: _, firstRestarts, ...pod }) => ({
      ...pod,
      restarts: pod.restarts - firstRestarts,
    }));
  }

  /** Nodes of a node autoscaler's; empty where there is none. */
  nodeClaims(): NodeClaimRecord[] {
    return this.lives.records();
  }

  private ofService(name: string): Timeline {
    const found = this.services.get(name) ?? new Timeline();
    this.services.set(name, found);
    return found;
  }

  private pod(time: number, change: Change, facts: PodFacts): void {
    let pod = this.byUid.get(facts.uid);
    if (!pod) {
      const initial = change === 'INITIAL';
      pod = {
        name: facts.name,
        uid: facts.uid,
        node: null,
        created: initial ? facts.created : time,
        scheduled: null,
        started: null,
        ready: null,
        readiness: [],
        deleted: null,
        stamps: { created: facts.created, scheduled: null, started: null, ready: null },
        restarts: 0,
        requests: { cpuCores: facts.cpuCores, memoryBytes: facts.memoryBytes },
        ...(facts.limits && { limits: facts.limits }),
        resized: [],
        initial,
        isReady: false,
        firstRestarts: initial ? facts.restarts : 0,
      };
      this.byUid.set(facts.uid, pod);
    }
    const when = (own: number | null): number => (change === 'INITIAL' ? (own ?? time) : time);
    pod.node = facts.node ?? pod.node;
    pod.restarts = facts.restarts;
    if (change !== 'DELETED') resize(pod, time, facts);
    if (facts.scheduled !== null || facts.node !== null) {
      pod.scheduled ??= when(facts.scheduled);
      pod.stamps.scheduled ??= facts.scheduled;
    }
    if (facts.started !== null) {
      pod.started ??= when(facts.started);
      pod.stamps.started ??= facts.started;
    }
    this.readiness(pod, facts.ready, when(facts.readyChanged), facts.readyChanged);
    if (change === 'DELETED') {
      this.readiness(pod, false, time, null);
      pod.deleted = time;
    }
  }

  /** The first time ready is `ready`; what comes after is a list of changes. */
  private readiness(pod: OpenPod, ready: boolean, time: number, stamp: number | null): void {
    if (pod.isReady === ready) return;
    pod.isReady = ready;
    if (pod.ready === null) {
      pod.ready = time;
      pod.stamps.ready = stamp;
    } else {
      pod.readiness.push({ time, ready });
    }
  }

  private node(time: number, change: Change, { name, ready }: NodeFacts): void {
    if (change === 'DELETED') this.nodeReady.delete(name);
    else this.nodeReady.set(name, ready);
    append(this.nodes, { time, ready: [...this.nodeReady.values()].filter(Boolean).length });
  }
}

function resize({ resized, requests, limits }: OpenPod, time: number, facts: PodFacts): void {
  const { cpuCores, memoryBytes } = facts;
  const now = { cpuCores, memoryBytes, ...(facts.limits && { limits: facts.limits }) };
  const last = resized.at(-1) ?? { ...requests, ...(limits && { limits }) };
  const amounts = (one: Resources & { readonly limits?: Resources }): string =>
    [one, one.limits].map((of) => `${of?.cpuCores} ${of?.memoryBytes}`).join();
  if (amounts(last) !== amounts(now)) resized.push({ time, ...now });
}

/** Adds a row only if anything but its time has changed. */
function append<T extends { time: number }>(rows: T[], row: T): void {
  if (rows.at(-1)?.time === row.time) rows.pop();
  const last = rows.at(-1);
  if (!last || JSON.stringify({ ...last, time: 0 }) !== JSON.stringify({ ...row, time: 0 })) rows.push(row);
}
