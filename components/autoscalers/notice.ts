import type { Notice } from './types';

/**
 * How often each stage between the load and a decision looks, seconds. They are the defaults of the programs, which the add-ons keep.
 */
export const PERIODS = {
  /** A container's usage: cAdvisor's longest housekeeping interval (kubernetes/pkg/kubelet/cadvisor/cadvisor_linux.go). */
  kubelet: 15,
  /** metrics-server's `--metric-resolution` (components/addons/metricsServer.ts). */
  metricsServer: 15,
  /** Prometheus' scrape interval (components/addons/prometheus.ts). */
  scrape: 5,
  /** kube-controller-manager's `--horizontal-pod-autoscaler-sync-period`. */
  hpaSync: 15,
} as const;

/** The HPA controller's `--horizontal-pod-autoscaler-tolerance`: share of the target within which it does nothing. */
export const TOLERANCE = 0.1;

/**
 * Time to notice through stages that look every so many seconds, each in its own time. A step waits for each of them nothing at
 * best, half its period on average, the whole of it at worst (the wait for a periodic observer is uniform in 0..period).
 * @param lag seconds that the metric itself takes, see `averagingLag`
 */
export function periodic(lag: number, ...periods: readonly number[]): Notice {
  const sum = periods.reduce((total, period) => total + period, 0);
  return { least: lag, mean: lag + sum / 2, worst: lag + sum };
}

/**
 * Seconds until the average over `window` seconds leaves the tolerance, after a step from the target to twice the target: t seconds
 * after it the average is target x (1 + t / window), which is over target x (1 + tolerance) from t = tolerance x window.
 * (Prometheus' `rate` and metrics-server's usage are such averages.)
 */
export function averagingLag(window: number, tolerance = TOLERANCE): number {
  return tolerance * window;
}

/**
 * A scale-up stabilization window: the HPA takes the lowest recommendation of the last `seconds`
 * (stabilizeRecommendationWithBehaviors in kubernetes/pkg/controller/podautoscaler/horizontal.go).
 */
export function held(notice: Notice, seconds: number): Notice {
  return { least: notice.least + seconds, mean: notice.mean + seconds, worst: notice.worst + seconds };
}

/**
 * The first of several that notice: with more metrics the HPA takes the largest of their numbers. The mean is an upper bound: it
 * would be lower for metrics that do not come through the same stages.
 */
export function soonest(notices: readonly (Notice | null)[]): Notice | null {
  const known = notices.filter((notice) => notice !== null);
  if (known.length === 0) return null;
  const least = (key: keyof Notice) => Math.min(...known.map((notice) => notice[key]));
  return { least: least('least'), mean: least('mean'), worst: least('worst') };
}
