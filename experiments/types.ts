/**
 * The experiment as data: what is asked (Spec, Target), what was seen (Recording) and what follows from it (Result).
 * Times are milliseconds since the epoch unless a name says otherwise; durations say their unit.
 */

import type { Demand } from './demand/curve';
import type { ServiceAddress } from './load/address';
import type { DriverName, LoadSpec } from './load/spec';
import type { Prices } from './prices';
import type { ServiceRecording, ServiceResult, TargetService } from './services/types';

export type { LoadSpec, Stage } from './load/spec';

/** An objective on one SLI: at most `max`, or at least `min`, in the SLI's own unit. */
export interface Slo {
  readonly sli: string;
  readonly max?: number;
  readonly min?: number;
}

export interface ExperimentSpec {
  readonly name: string;
  /** Seconds of load at the first stage's rate before measuring starts. Recorded, but in no SLI. */
  readonly warmup: number;
  /** Seconds of recording after the load has ended, to see the scale-down. */
  readonly cooldown: number;
  readonly load: LoadSpec;
  readonly slos: readonly Slo[];
  /** The least replicas for a rate, for the elasticity metrics. @default it is not known */
  readonly demand?: Demand;
  /** @default list prices of AWS (prices.ts) */
  readonly prices?: Prices;
  /** What the rates, or the virtual users, were multiplied by: `load.stages` and `slos` are after it. @default 1 */
  readonly scale?: number;
  /** What the load's durations were multiplied by. @default 1 */
  readonly timeScale?: number;
}

/** What the experiment runs against. */
export interface Target {
  /** A secret: never written to a result. */
  readonly kubeconfig: string;
  readonly workload: {
    readonly namespace: string;
    readonly deployment: string;
    readonly service: string;
    readonly port: number;
    /** Counter of requests that the application served, for the cross-check with the load generator, if it has one. */
    readonly servedCounter?: string;
    /** The only path whose requests that counter counts. @default it counts all */
    readonly servedPath?: string;
    /** It answers only callers in its service mesh, and so not the API server's proxy. @default false */
    readonly meshOnly?: boolean;
  };
  /** The gateway before the workload that the load is sent to, in plain HTTP. @default it is sent to the workload's own Service */
  readonly ingress?: ServiceAddress;
  readonly autoscaler: {
    /** Name of the variant, for example `hpa-cpu`. */
    readonly name: string;
    /** Settings of the variant, as they go into the result. */
    readonly settings: Readonly<Record<string, unknown>>;
    /** Name of the HorizontalPodAutoscaler in the workload's namespace, if the variant has one; KEDA's is `keda-hpa-NAME`. */
    readonly hpa?: string;
    /** Name of KEDA's ScaledObject in the workload's namespace, if the variant has one. */
    readonly scaledObject?: string;
    /** Name of the VerticalPodAutoscaler in the workload's namespace, if the variant has one. */
    readonly vpa?: string;
    /** Replicas at no load; 0: the workload may rest at zero replicas. @default 1 */
    readonly minReplicas?: number;
  };
  /** The services of a workload of several; the first one is `workload`. @default there is one */
  readonly services?: readonly TargetService[];
  /** The Prometheus service, asked through the API server's service proxy. */
  readonly prometheus: { readonly namespace: string; readonly service: string; readonly port: number };
  /** Where the load generator runs. */
  readonly generator: {
    readonly namespace: string;
    /** The driver that the image is of; another one's load is refused. @default that of the experiment */
    readonly driver?: DriverName;
    readonly image: string;
    readonly nodeSelector: Readonly<Record<string, string>>;
    readonly tolerations: readonly { key: string; operator: string; effect?: string }[];
  };
}

/** A time span with something wrong in it: a lost watch, a scrape that failed, a query without an answer. */
export interface Gap {
  readonly source: string;
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

/** All requests of the load generator, column by column; index i is one request. */
export interface Requests {
  /** When the response (or the failure) was complete. */
  readonly end: Float64Array;
  /** How long the request took with everything, connecting included, ms (1 ms resolution). */
  readonly elapsed?: Float64Array;
  /** k6's http_req_duration, ms: sending + waiting + receiving, without connecting; from when it was due, if it was begun `late`. */
  readonly duration: Float64Array;
  /** HTTP status, 0 where no response came. */
  readonly status: Uint16Array;
  /** 1 for a response with a status from 200 to 399, else 0. */
  readonly ok: Uint8Array;
  /**
   * Why it failed, as k6's error code whatever the driver, 0 where it did not: 1050 timed out, 1101 no such name, 12xx TCP (1212 refused, 1220
   * reset), 13xx TLS, 1400 to 1599 the status minus 1000 (https://grafana.com/docs/k6/latest/javascript-api/error-codes/).
   */
  readonly errorCode?: Uint16Array;
  /** Which request of the load's mix it was, by its index. */
  readonly kind?: Uint8Array;
  /** ms that it was begun after it was due, because everyone who could send it was busy; `duration` includes it. */
  readonly late?: Float64Array;
  /** Which of several generators sent it, by its index. */
  readonly generator?: Uint8Array;
}

/** Of a pod: the sum over its containers; null where one of them does not say. */
export interface Resources {
  readonly cpuCores: number | null;
  readonly memoryBytes: number | null;
}

export interface PodRecord {
  readonly name: string;
  readonly uid: string;
  readonly node: string | null;
  /** Times as the watch brought them to us; null where it did not happen. */
  readonly created: number;
  readonly scheduled: number | null;
  readonly started: number | null;
  readonly ready: number | null;
  /** Every later change of readiness. */
  readonly readiness: readonly { time: number; ready: boolean }[];
  readonly deleted: number | null;
  /** The object's own timestamps (1 s resolution), for the comparison with `kubectl get pods`. */
  readonly stamps: { created: number; scheduled: number | null; started: number | null; ready: number | null };
  readonly restarts: number;
  /** What the pod requested when it was first seen. */
  readonly requests: Resources;
  /** What the pod was limited to when it was first seen. @default it was not recorded */
  readonly limits?: Resources;
  /** Every later change of its requests or limits: a resize in place. */
  readonly resized: readonly ({ readonly time: number; readonly limits?: Resources } & Resources)[];
  /** The pod existed before recording began. */
  readonly initial: boolean;
}

/** Replica counts of the Deployment and its autoscaler's view at one moment; a row whenever one of them changed. */
export interface ReplicaPoint {
  readonly time: number;
  /** spec.replicas of the Deployment. */
  readonly desired: number;
  readonly created: number;
  readonly ready: number;
}

/** One of an HPA's metrics: `value` and `target` in the unit of the target (for example percent), null while unknown. */
export interface HpaMetric {
  /** `Resource`, `ContainerResource`, `Pods`, `Object` or `External`. */
  readonly type: string;
  readonly name: string;
  /** `Utilization` (percent of the request), `AverageValue` (for each pod) or `Value`. */
  readonly targetType: string;
  readonly value: number | null;
  readonly target: number | null;
}

/** One direction of `spec.behavior`, as the API server completes it. */
export interface ScalingRules {
  /** Seconds. */
  readonly stabilizationWindowSeconds?: number;
  readonly selectPolicy?: string;
  readonly policies?: readonly { readonly type: string; readonly value: number; readonly periodSeconds: number }[];
  /** Share of the target. */
  readonly tolerance?: number;
}

/** What bounds an HPA's steps. */
export interface HpaRules {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly behavior?: { readonly scaleUp?: ScalingRules; readonly scaleDown?: ScalingRules };
}

export interface HpaPoint {
  readonly time: number;
  readonly desiredReplicas: number;
  /** spec.replicas of the workload when the HPA decided. */
  readonly currentReplicas: number;
  /** The first of `metrics`. */
  readonly metric: number | null;
  readonly target: number | null;
  readonly metrics: readonly HpaMetric[];
  readonly rules: HpaRules;
  /** `True`, `False` or `Unknown`. */
  readonly scalingActive: string;
  readonly scalingLimited: string;
  /** Of ScalingActive; `ScalingDisabled` at zero replicas. */
  readonly reason: string;
}

/** Conditions of a ScaledObject: `True`, `False` or `Unknown`. */
export interface ScaledObjectPoint {
  readonly time: number;
  /** A trigger is over its activation threshold. */
  readonly active: string;
  readonly ready: string;
  /** The metric fails and KEDA holds the replicas at the fallback. */
  readonly fallback: string;
}

/** A VPA's recommendation for one pod, summed over the containers that it covers; null before there is one. */
export interface VpaPoint {
  readonly time: number;
  readonly target: Resources;
  readonly lowerBound: Resources;
  readonly upperBound: Resources;
}

export interface KubeEvent {
  readonly time: number;
  readonly kind: string;
  readonly name: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
}

/** A series from Prometheus: `points` are [time, value]; empty with the reason where there is none. */
export interface Series {
  readonly query: string;
  readonly unit: string;
  readonly points: readonly (readonly [number, number])[];
  readonly reason?: string;
}

/** Everything seen in one run. Pure functions make the SLIs from it. */
export interface Recording {
  /** When the first request was due (k6's scenario start). Null: load never started. */
  readonly loadStart: number | null;
  /** When recording began and ended. */
  readonly from: number;
  readonly to: number;
  readonly requests: Requests;
  /** Iterations that k6 could not start, each with its time and count. */
  readonly dropped: readonly { time: number; count: number }[];
  /** k6's own end-of-test summary, as k6 wrote it; null when it never came. */
  readonly summary: Readonly<Record<string, unknown>> | null;
  readonly replicas: readonly ReplicaPoint[];
  readonly pods: readonly PodRecord[];
  readonly hpa: readonly HpaPoint[];
  readonly scaledObject: readonly ScaledObjectPoint[];
  readonly vpa: readonly VpaPoint[];
  readonly nodes: readonly { time: number; ready: number }[];
  readonly events: readonly KubeEvent[];
  /**
   * By name: `cpuUsage` (cores, all pods), `memoryMax` (bytes, of the pod that uses most), `cpuThrottled` (share of CFS periods, 0 to 1), `servedTotal` (increase over the load, one
   * point), `targetsUp` (share of scrape targets up, 0 to 1).
   */
  readonly series: Readonly<Record<string, Series>>;
  /** By name, of a workload of several services. */
  readonly services?: Readonly<Record<string, ServiceRecording>>;
  readonly gaps: readonly Gap[];
  /** Why the run did not go as it should (preflight, generator died, interrupted, ...). Not empty: the run is invalid. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

export interface Sli {
  /** Null with a reason where it cannot be known. No data is not zero. */
  readonly value: number | null;
  readonly unit: string;
  readonly description: string;
  /** Where the formula comes from. */
  readonly source?: string;
  readonly reason?: string;
  /** Only with a null value: it had not ended when watching ended, so it is at least this (a right-censored observation). */
  readonly atLeast?: number;
  /** Only with a null value: there is no such thing in this run, which makes nothing invalid. */
  readonly notApplicable?: true;
}

export type Verdict = 'pass' | 'fail' | 'invalid';

/** A change of the load and how long each link of the chain that answered it took, seconds. Null: did not happen, the reason says why. */
export interface Reaction {
  /** Index of the stage in the spec. */
  readonly stage: number;
  readonly from: number;
  readonly to: number;
  /** What `from` and `to` count. @default requests per second */
  readonly unit?: 'users';
  readonly at: number;
  /** When watching for it ended: the next change of the load. */
  readonly until: number;
  readonly parts: readonly ReactionLink[];
  /** From the load step to the last link that happened, seconds; the sum of the parts. */
  readonly total: number | null;
  /** The start of the warm-up, answered from zero replicas. It is in no SLI. */
  readonly warmup?: true;
}
/** Seconds from the link before (the load step for the first) to this one. */
export interface ReactionLink {
  readonly name: ReactionPart;
  readonly seconds: number | null;
  /** Why it is null, or what is odd about the number. */
  readonly reason?: string;
}
export type ReactionPart =
  | 'metric'
  | 'desired'
  | 'created'
  | 'scheduled'
  | 'ready'
  | 'recovered'
  // Of a fall: the first and the last pod that is gone.
  | 'removed'
  | 'settled';

/** Two sources of one number, compared. */
export interface Check {
  readonly name: string;
  readonly value: number | null;
  readonly reference: number | null;
  /** How far they may be apart, as a share. */
  readonly tolerance: number;
  /** Null: one of them is not known. */
  readonly ok: boolean | null;
  /** What is not known, or what is odd. */
  readonly note?: string;
  /** If it fails the run is not invalid: no SLI rests on it. */
  readonly advisory?: true;
}

export interface Result {
  readonly schema: 'autoscaling-testbed/result/v1';
  /** Which formulas made it (slis/version.ts); without it the first ones. */
  readonly analysis?: { readonly version: number };
  readonly id: string;
  readonly stack: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly spec: ExperimentSpec;
  readonly target: Omit<Target, 'kubeconfig'>;
  readonly environment: {
    readonly kubernetes: string | null;
    readonly nodes: readonly {
      name: string;
      cpu: string;
      memory: string;
      kubelet: string;
      runtime: string;
      kernel: string;
    }[];
    readonly host: { cpus: number; memoryBytes: number; node: string };
    readonly loadGenerator: string | null;
  };
  readonly window: {
    /** When the first request was due; the warm-up lies between it and `measuredFrom`. */
    readonly loadStart: string | null;
    readonly measuredFrom: string | null;
    readonly measuredTo: string | null;
    /** End of the cool-down: replicas and pods are counted from `measuredFrom` to here. */
    readonly observedTo: string | null;
  };
  readonly slis: Readonly<Record<string, Sli>>;
  /** The golden signals of each service over the measured window, of a workload of several. */
  readonly services?: Readonly<Record<string, ServiceResult>>;
  readonly slos: readonly { sli: string; min?: number; max?: number; value: number | null; pass: boolean | null }[];
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
  /** How each increase of the load was answered. */
  readonly reactions: readonly Reaction[];
  /** How each fall was. @default an earlier analysis did not say */
  readonly scaleDowns?: readonly Reaction[];
  /** Cross-checks of what was recorded; one that fails makes the run invalid. */
  readonly checks: readonly Check[];
}

/** What identifies a run and the ground it ran on; it goes into the result as it is. */
export type RunMeta = Pick<Result, 'id' | 'stack' | 'startedAt' | 'endedAt' | 'environment'>;
