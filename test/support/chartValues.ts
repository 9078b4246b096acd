import * as pulumi from '@pulumi/pulumi';
import { rolePlacement } from '../../components/cluster/roles';
import type { LoadBalancing, NodeScaler } from '../../components/cluster/types';

const controller = { namespace: 'kube-system', clusterName: pulumi.output('testbed') };
const placement = rolePlacement.system;

/** What a cluster says of its controllers. */
export const scaler = {
  clusterAutoscaler: {
    ...controller,
    kind: 'cluster-autoscaler',
    serviceAccount: 'cluster-autoscaler',
    region: 'us-east-1',
  } satisfies NodeScaler,
  karpenter: {
    ...controller,
    kind: 'karpenter',
    serviceAccount: 'karpenter',
    interruptionQueue: pulumi.output('queue'),
    objects: [
      { apiVersion: 'karpenter.k8s.aws/v1', kind: 'EC2NodeClass', metadata: { name: 'app' }, spec: { role: 'nodes' } },
      { apiVersion: 'karpenter.sh/v1', kind: 'NodePool', metadata: { name: 'app' }, spec: { limits: { cpu: '8' } } },
    ],
  } satisfies NodeScaler,
  balancing: {
    ...controller,
    serviceAccount: 'aws-load-balancer-controller',
    region: 'us-east-1',
    vpcId: pulumi.output('vpc-1'),
  } satisfies LoadBalancing,
};

/** Arguments of the charts' values that set all that can be set. */
export const wide = {
  placement,
  keda: { watch: 'testbed-app', placement },
  prometheusAdapter: {
    name: 'prometheus-adapter',
    prometheus: { namespace: 'monitoring', service: 'prometheus', port: 9090 },
    rules: { rules: [{ seriesQuery: 'a' }], externalRules: [{ seriesQuery: 'b' }] },
    relistSeconds: 5,
    certificate: { authority: 'ca', certificate: 'certificate', key: 'key' },
    placement,
  },
  vpa: {
    name: 'vpa',
    watch: 'testbed-app',
    flags: {
      recommender: { 'recommender-interval': '30s' },
      updater: { 'min-replicas': '1' },
      admissionController: { 'kube-api-qps': '10' },
    },
    placement,
  },
  metricsServer: { name: 'metrics-server', kubeletCertificates: false, resolutionSeconds: 20, placement },
  kubePrometheusStack: {
    namespace: 'monitoring',
    nodeExporterNamespace: 'node-exporter',
    scrapeSeconds: 5,
    kubeletCertificates: false,
    podLabels: { 'istio.io/dataplane-mode': 'ambient' },
    placement,
  },
};
