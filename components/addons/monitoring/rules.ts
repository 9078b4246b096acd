/** A rule of Prometheus: one that records a series, or one that alerts. */
export interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  /** How long it must hold before the alert fires. @default at once */
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface RuleGroup {
  readonly name: string;
  /** How often its rules are evaluated. @default the scrape interval */
  readonly interval?: string;
  readonly rules: readonly Rule[];
}

/** What goes wrong with scaling and measuring, whatever the workload's objectives are. */
export const platformRules: readonly RuleGroup[] = [
  {
    name: 'autoscaling',
    interval: '15s',
    rules: [
      {
        alert: 'AutoscalerBlind',
        expr: 'kube_horizontalpodautoscaler_status_condition{condition="ScalingActive",status="false"} == 1',
        for: '2m',
        labels: { severity: 'page' },
        annotations: {
          summary: 'HPA {{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} cannot read its metric.',
          description: 'Its condition ScalingActive is False. kubectl describe hpa says why.',
        },
      },
      {
        alert: 'AutoscalerAtMaximum',
        expr:
          'kube_horizontalpodautoscaler_status_desired_replicas >= kube_horizontalpodautoscaler_spec_max_replicas and ' +
          'kube_horizontalpodautoscaler_spec_max_replicas > kube_horizontalpodautoscaler_spec_min_replicas',
        for: '15m',
        labels: { severity: 'ticket' },
        annotations: {
          summary: 'HPA {{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} wants no less than it may have.',
          description: 'The load may need more replicas than maxReplicas allows.',
        },
      },
      {
        alert: 'PodsPending',
        expr: 'sum by (namespace) (kube_pod_status_phase{phase="Pending"}) > 0',
        for: '5m',
        labels: { severity: 'ticket' },
        annotations: {
          summary: '{{ $value }} pods of {{ $labels.namespace }} wait for a place.',
          description: 'No node has room for them, or they cannot start. kubectl describe pod says which.',
        },
      },
      {
        alert: 'ContainerRestarts',
        expr: 'increase(kube_pod_container_status_restarts_total[10m]) > 1',
        labels: { severity: 'ticket' },
        annotations: {
          summary: 'Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} keeps restarting.',
          description: 'It ended, or its liveness probe failed, more than once in 10 minutes.',
        },
      },
    ],
  },
  {
    name: 'monitoring',
    interval: '15s',
    rules: [
      {
        alert: 'ScrapeTargetDown',
        expr: 'up == 0',
        for: '1m',
        labels: { severity: 'ticket' },
        annotations: {
          summary: 'Prometheus cannot scrape {{ $labels.instance }} ({{ $labels.job }}).',
          description: 'Its series have a gap from then on. The page /targets of Prometheus shows the error.',
        },
      },
    ],
  },
];
