import { awsLoadBalancerControllerValues } from '../../../../../components/addons/charts/awsLoadBalancerController';
import { clusterAutoscalerValues } from '../../../../../components/addons/charts/clusterAutoscaler';
import { karpenterValues } from '../../../../../components/addons/charts/karpenter';
import { kedaValues } from '../../../../../components/addons/charts/keda';
import { kubePrometheusStackValues } from '../../../../../components/addons/charts/kubePrometheusStack';
import { metricsServerValues } from '../../../../../components/addons/charts/metricsServer';
import { prometheusAdapterValues } from '../../../../../components/addons/charts/prometheusAdapter';
import { vpaDefinitionsValues, vpaValues } from '../../../../../components/addons/charts/vpa';
import { chartKeys, unknownKeys } from '../../../../support/chartKeys';
import { scaler, wide } from '../../../../support/chartValues';

/** By chart, the values for settings that set all that can be set. */
const all: readonly (readonly [string, object])[] = [
  ['keda', kedaValues(wide.keda)],
  ['prometheus-adapter', prometheusAdapterValues(wide.prometheusAdapter)],
  ['vertical-pod-autoscaler', vpaValues(wide.vpa)],
  ['vertical-pod-autoscaler', vpaDefinitionsValues],
  ['metrics-server', metricsServerValues(wide.metricsServer)],
  ['kube-prometheus-stack', kubePrometheusStackValues(wide.kubePrometheusStack)],
  ['cluster-autoscaler', clusterAutoscalerValues(scaler.clusterAutoscaler, wide.placement)],
  ['karpenter', karpenterValues(scaler.karpenter, wide.placement)],
  ['aws-load-balancer-controller', awsLoadBalancerControllerValues(scaler.balancing, wide.placement)],
];

test.each(all)('every key for %s is one of the chart', (chart, values) => {
  expect(unknownKeys(values, chartKeys(chart))).toEqual([]);
});

/** Settings of containers by the path of their program in the values; where the chart's own are left, the path is not here. */
function containersIn(values: object, path = ''): [string, Record<string, unknown>][] {
  return Object.entries(values).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    const own = 'requests' in value || 'limits' in value ? [[path, value as Record<string, unknown>] as const] : [];
    return [
      ...own.map(([at, found]): [string, Record<string, unknown>] => [`${at}${key}`, found]),
      ...containersIn(value, `${path}${key}.`),
    ];
  });
}

test.each(all.filter(([, values]) => values !== vpaDefinitionsValues))(
  'every program of %s has requests, and a limit of memory',
  (_chart, values) => {
    const found = containersIn(values);
    expect(found.length).toBeGreaterThan(0);
    for (const [, resources] of found) {
      expect(resources).toEqual({
        requests: {
          cpu: expect.stringMatching(/^\d+m$/) as string,
          memory: expect.stringMatching(/^\d+Mi$/) as string,
        },
        limits: { memory: expect.stringMatching(/^\d+[MG]i$/) as string },
      });
    }
  },
);

test.each(all.filter(([, values]) => values !== vpaDefinitionsValues))(
  '%s runs on the nodes of the platform',
  (_chart, values) => {
    expect(JSON.stringify(values)).toContain('"nodeSelector":{"autoscaling-testbed/role":"system"}');
  },
);
