/** How the testbed is monitored: one Prometheus with a fixed configuration, or the whole prometheus-operator stack. */
export const MONITORING = ['basic', 'operator'] as const;
export type Monitoring = (typeof MONITORING)[number];

/** The namespace of Prometheus and all that belongs to it. */
export const NAMESPACE = 'monitoring';
/** Port of Prometheus, of its Service as well. */
export const PORT = 9090;
/** What that port of its pods is called. */
export const WEB_PORT = 'web';
/** On every node's address, so that a browser on the machine can open it. */
export const NODE_PORT = 30090;
/** The job that scrapes applications, however they are found. */
export const APPLICATION_JOB = 'pods';
/** The format that an application's metrics are taken to be in where it does not say. */
export const FALLBACK_PROTOCOL = 'PrometheusText0.0.4';

/** What both kinds of monitoring give. */
export interface Monitor {
  readonly namespace: string;
  /** The Service of Prometheus. */
  readonly service: string;
  readonly port: number;
  readonly nodePort: number;
}
