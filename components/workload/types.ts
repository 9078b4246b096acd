import type * as pulumi from '@pulumi/pulumi';
import type { RequestMetrics } from './requestMetrics';

/** A rule for the series of a scrape, in prometheus-operator's words. */
export interface MetricRelabeling {
  readonly sourceLabels?: string[];
  readonly regex: string;
  readonly targetLabel?: string;
  readonly replacement?: string;
  /** @default replace */
  readonly action?: 'drop' | 'labeldrop';
}

/** A proxy in the pods that serves their metrics together with its own. */
export interface ProxyMetrics {
  /** Name of its container. */
  readonly container: string;
  readonly port: number;
  readonly path: string;
  /** What makes the mesh's standard metrics of what this proxy counts. @default they are what it counts */
  readonly relabelings?: readonly MetricRelabeling[];
}

/** Where the application's metrics are, and what they are called. */
export interface WorkloadMetrics {
  /** Name of the container port. */
  readonly port: string;
  readonly path: string;
  /** Labels of the pods. */
  readonly matchLabels: Readonly<Record<string, string>>;
  /** The pods' label `app.kubernetes.io/name`, which Prometheus calls `app`. */
  readonly app: string;
  /** What its metrics of requests are called, for alerts on its objectives and for dashboards. @default not known: there are none */
  readonly requests?: RequestMetrics;
  /** To be asked instead of the application, which answers only callers in its mesh. */
  readonly proxy?: ProxyMetrics;
}

/** The application under test, the sample or the user's own. */
export interface Workload {
  readonly namespace: pulumi.Output<string>;
  readonly deployment: pulumi.Output<string>;
  readonly service: pulumi.Output<string>;
  readonly port: number;
  /** Counter of requests served, for the cross-check with the load generator. */
  readonly servedCounter?: string;
  /** The only path whose requests that counter counts. @default it counts all */
  readonly servedPath?: string;
  /** Its own metrics, if it has any: for monitors, dashboards and alerts. */
  readonly metrics?: WorkloadMetrics;
  /** Changes whenever the pods do. */
  readonly revision: pulumi.Output<string>;
}
