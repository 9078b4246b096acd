import type { ExperimentSpec, Target } from '../types';
import type { PartOutput } from './output';
import type { DriverName, LoadSpec } from './spec';

/** What a driver cannot do, told before anything is created. */
export interface Refusal {
  /** Key below `experiment.load`, for example `arrivals` or `stages[1].ramp`. */
  readonly key: string;
  /** What is allowed instead, in plain words. */
  readonly allowed: string;
}

/** An object of the cluster as the API server takes it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: 'ConfigMap' | 'Service' | 'Job' | 'Deployment' | 'HorizontalPodAutoscaler';
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
  };
}

/** A process of the driver whose log is followed from its start to its end: one Job with one pod. */
export interface Part {
  /** Apart from the others, for people and for names of files: empty for the only one, else for example `1` or `master`. */
  readonly name: string;
  /** Name of its Job, with which its pod is labelled (`app.kubernetes.io/instance`). */
  readonly job: string;
  /** Whose log has the requests. */
  readonly container: string;
}

/** What makes the load of one run. */
export interface LoadManifests {
  /** In the order in which they are created; all have `GENERATOR_LABELS`, by which they are deleted. */
  readonly objects: readonly Manifest[];
  /** At least one. The load is over when all have ended. */
  readonly parts: readonly Part[];
  /** Seconds that it takes longer than the load and one timeout: for a common start, for requests that are sent late. @default 0 */
  readonly extraSeconds?: number;
  /** What it shows of itself, to be seen on this machine's loopback while it runs. */
  readonly page?: Page;
}

/** A page that the load generator serves in the cluster. */
export interface Page {
  /** For people, for example `Locust's web interface`. */
  readonly name: string;
  /** Name and port of a Service in the load generator's namespace. */
  readonly service: string;
  readonly port: number;
}

export interface LoadContext {
  /** Of the run, fit for the name of an object and shorter than 40 characters: names of objects begin with it. */
  readonly name: string;
  readonly spec: ExperimentSpec;
  readonly target: Target;
  /** Unix ms. */
  readonly now: number;
}

/**
 * A program that sends the load. Everything else of an experiment is the same whichever it is: what its processes log is
 * made into one common stream (PartOutput), line by line as it comes and again from the journal.
 */
export interface Driver {
  readonly name: DriverName;
  /** What of the load it cannot do. @param warmup seconds */
  refuse(load: LoadSpec, warmup: number): readonly Refusal[];
  /** What is worth knowing of this load with this driver; it goes into the result. */
  warnings(spec: ExperimentSpec): readonly string[];
  manifests(context: LoadContext): LoadManifests;
  /** Seconds that it may take from the end of the load, timeouts included, to its own end. */
  readonly endSeconds: number;
  /** Lines come with the time before them at which they were written (RFC 3339, by the kubelet). @default false */
  readonly stamped?: boolean;
  /** Takes in a line of the log of a part. Any line that is not the driver's own goes to `output.message`. */
  parse(line: string, output: PartOutput): void;
}

/** On every object of a load generator, and on its pods. */
export const GENERATOR_LABELS = {
  'app.kubernetes.io/name': 'load',
  'app.kubernetes.io/component': 'load-generator',
  'app.kubernetes.io/part-of': 'autoscaling-testbed',
  'app.kubernetes.io/managed-by': 'autoscaling-testbed-experiment',
} as const;

/** Seconds that scheduling, starting and initializing the virtual users may take. */
export const START_SECONDS = 90;
