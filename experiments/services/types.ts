import type { HpaPoint, PodRecord, Reaction, ReplicaPoint, ScaledObjectPoint, Series, Sli, VpaPoint } from '../types';

/** One service of a workload of several, in the workload's namespace. */
export interface TargetService {
  /** The pods' label `app.kubernetes.io/name`. */
  readonly name: string;
  readonly deployment: string;
  /** Names of its HorizontalPodAutoscaler (KEDA's is `keda-hpa-NAME`), ScaledObject and VerticalPodAutoscaler, if it has them. */
  readonly hpa?: string;
  readonly scaledObject?: string;
  readonly vpa?: string;
  /** Replicas at no load; 0: it may rest at zero. @default 1 */
  readonly minReplicas?: number;
  /** The variant's settings for it, where they are not those of all. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** CPU limit of a pod's application, cores. @default not known */
  readonly cpuLimit?: number;
  /** Requests that a pod works on at the same time. @default not known */
  readonly concurrency?: number;
  /** Requests that a pod handles at the same time, its waits for others included. @default no bound */
  readonly pool?: number;
  /** By path what it calls, SERVICE or SERVICE/PATH: groups one after the other, the calls of a group at the same time. */
  readonly calls: Readonly<Record<string, readonly (readonly string[])[]>>;
}

/** A service in the graph of calls. */
export type GraphNode = Pick<TargetService, 'name' | 'calls'>;

/** Who counted: the application itself, or the proxies of a mesh. */
export type SignalSource = 'app' | 'mesh';

/** What was seen of one service. */
export interface ServiceRecording {
  readonly replicas: readonly ReplicaPoint[];
  readonly pods: readonly PodRecord[];
  /** What scales it. @default it was not recorded, or there is none */
  readonly hpa?: readonly HpaPoint[];
  readonly scaledObject?: readonly ScaledObjectPoint[];
  readonly vpa?: readonly VpaPoint[];
  /**
   * Counters of all its pods since the load's start, by the names of experiments/services/counters.ts; those that a mesh counted
   * by the names of mesh.ts, after `mesh/`.
   */
  readonly series: Readonly<Record<string, Series>>;
}

/** The signals of a service over a time, each with its unit in `SIGNALS`. Null: nothing says it. */
export interface Signals {
  readonly rate: number | null;
  readonly errorShare: number | null;
  readonly latencyMean: number | null;
  readonly latencyP50: number | null;
  readonly latencyP95: number | null;
  readonly latencyP99: number | null;
  /** Of one request, on average: waiting for a place in the pool, the fixed delay, for the turn to work, working, for others. */
  readonly poolWait: number | null;
  readonly delay: number | null;
  readonly workWait: number | null;
  readonly work: number | null;
  readonly downstreamWait: number | null;
  readonly cpu: number | null;
  readonly cpuOfLimit: number | null;
  readonly throttled: number | null;
  readonly busy: number | null;
  readonly poolUsed: number | null;
  readonly queue: number | null;
  readonly replicas: number | null;
  readonly inFlight: number | null;
  readonly queueing: number | null;
  readonly proxyCpu: number | null;
  readonly proxyThrottled: number | null;
}
export type SignalName = keyof Signals;

/** Calls from one service to another over a time. */
export interface CallSignals {
  readonly rate: number | null;
  readonly errorShare: number | null;
  readonly latencyMean: number | null;
  /** @default not known: the application has no histogram of its calls */
  readonly latencyP95?: number | null;
}

/** An SLI of one service; what it is, the SLI of the same name of the whole workload says. */
export type ServiceSli = Omit<Sli, 'description' | 'source'>;

/** How a service was scaled. */
export interface ServiceScaling {
  readonly slis: Readonly<Record<string, ServiceSli>>;
  /** How its autoscaler answered each increase of the load, and each fall. @default nothing scales it */
  readonly reactions?: readonly Reaction[];
  readonly scaleDowns?: readonly Reaction[];
}

/** A service in a result. */
export interface ServiceResult extends Partial<ServiceScaling> {
  readonly signals: Signals;
  readonly calls: Readonly<Record<string, CallSignals>>;
  /** Who counted. @default app */
  readonly from?: SignalSource;
  /** Share of the requests by the response code of a failure; 0: the caller went away. @default not known */
  readonly codes?: Readonly<Record<string, number>>;
  /** Why signals are null. */
  readonly reason?: string;
}
