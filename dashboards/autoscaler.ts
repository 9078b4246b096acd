import { BytesIEC, PercentUnit, Short } from '@grafana/grafana-foundation-sdk/units';
import { CONTAINERS, CONTAINER_WINDOW, WINDOW } from './promql';
import type { Dashboard } from './types';

const HPA = 'namespace="$namespace",horizontalpodautoscaler=~"$hpa"';
const DEPLOYMENT = 'namespace="$namespace",deployment="$deployment"';
const PODS = 'namespace="$namespace",pod=~"$deployment-.*"';

/** What the autoscaler sees and what it does: metric and target, replicas, nodes, and what the pods use. */
export const autoscaler: Dashboard = {
  name: 'autoscaler',
  title: 'Autoscaler',
  description: 'What the autoscaler sees and does. Needs kube-state-metrics and node-exporter.',
  variables: [
    { name: 'namespace', label: 'Namespace', query: 'label_values(kube_deployment_created, namespace)' },
    {
      name: 'deployment',
      label: 'Deployment',
      query: 'label_values(kube_deployment_created{namespace="$namespace"}, deployment)',
    },
    {
      name: 'hpa',
      label: 'HPA',
      query: 'label_values(kube_horizontalpodautoscaler_info{namespace="$namespace"}, horizontalpodautoscaler)',
      multiple: true,
    },
  ],
  rows: [
    {
      title: 'Metric and replicas',
      panels: [
        {
          title: 'Metric and target',
          description:
            'The metric as the HPA last saw it, and the target it is held against, in the unit of the target (percent of the request for a utilization).',
          unit: Short,
          queries: [
            {
              expr: `kube_horizontalpodautoscaler_status_target_metric{${HPA}}`,
              legend: '{{metric_name}} ({{metric_target_type}})',
            },
            {
              expr: `kube_horizontalpodautoscaler_spec_target_metric{${HPA}}`,
              legend: 'target of {{metric_name}} ({{metric_target_type}})',
            },
          ],
        },
        {
          title: 'Replicas',
          description: 'What the HPA wants, what the Deployment was told, what is ready, and the bounds.',
          unit: Short,
          queries: [
            { expr: `kube_horizontalpodautoscaler_status_desired_replicas{${HPA}}`, legend: 'desired by the HPA' },
            { expr: `kube_deployment_spec_replicas{${DEPLOYMENT}}`, legend: 'desired' },
            { expr: `kube_deployment_status_replicas{${DEPLOYMENT}}`, legend: 'created' },
            { expr: `kube_deployment_status_replicas_ready{${DEPLOYMENT}}`, legend: 'ready' },
            { expr: `kube_horizontalpodautoscaler_spec_min_replicas{${HPA}}`, legend: 'least' },
            { expr: `kube_horizontalpodautoscaler_spec_max_replicas{${HPA}}`, legend: 'most' },
          ],
        },
        {
          title: 'Conditions of the HPA',
          description:
            'ScalingActive 0: it cannot read its metric. AbleToScale 0: it cannot set the replicas. ScalingLimited 1: a bound or policy holds it.',
          unit: Short,
          max: 1,
          queries: [
            { expr: `kube_horizontalpodautoscaler_status_condition{${HPA},status="true"}`, legend: '{{condition}}' },
          ],
        },
        {
          title: 'Pods by phase',
          description: 'Pods that wait for a node are Pending.',
          unit: Short,
          queries: [{ expr: `sum by (phase) (kube_pod_status_phase{${PODS}})`, legend: '{{phase}}' }],
        },
      ],
    },
    {
      title: 'Nodes',
      panels: [
        {
          title: 'Nodes',
          description: 'Nodes that exist and nodes that are ready.',
          unit: Short,
          queries: [
            { expr: 'count(kube_node_info)', legend: 'exist' },
            { expr: 'sum(kube_node_status_condition{condition="Ready",status="true"})', legend: 'ready' },
          ],
        },
        {
          title: 'CPU of the nodes',
          description:
            'Share of the time in which the cores did not idle, by node-exporter. The nodes of an embedded cluster are one machine and all show that one.',
          unit: PercentUnit,
          max: 1,
          queries: [
            { expr: `1 - avg by (node) (rate(node_cpu_seconds_total{mode="idle"}[${WINDOW}]))`, legend: '{{node}}' },
          ],
        },
        {
          title: 'CPU requested of the nodes',
          description: 'CPU requested by the pods of a node / what the node can give. At 1 no further pod fits.',
          unit: PercentUnit,
          max: 1,
          queries: [
            {
              expr:
                'sum by (node) (kube_pod_container_resource_requests{resource="cpu"}) / ' +
                'sum by (node) (kube_node_status_allocatable{resource="cpu"})',
              legend: '{{node}}',
            },
          ],
        },
      ],
    },
    {
      title: 'Pods',
      panels: [
        {
          title: 'Memory by pod',
          description: 'Working set: what the kubelet counts when memory gets short.',
          unit: BytesIEC,
          queries: [
            { expr: `sum by (pod) (container_memory_working_set_bytes{${PODS},${CONTAINERS}})`, legend: '{{pod}}' },
          ],
        },
        {
          title: 'CPU by pod',
          description: 'Cores used.',
          unit: Short,
          queries: [
            {
              expr: `sum by (pod) (rate(container_cpu_usage_seconds_total{${PODS},${CONTAINERS}}[${CONTAINER_WINDOW}]))`,
              legend: '{{pod}}',
            },
          ],
        },
      ],
    },
  ],
};
