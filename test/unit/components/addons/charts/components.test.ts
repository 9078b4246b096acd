import * as pulumi from '@pulumi/pulumi';
import { AwsLoadBalancerController } from '../../../../../components/addons/charts/awsLoadBalancerController';
import { ClusterAutoscaler } from '../../../../../components/addons/charts/clusterAutoscaler';
import { KarpenterChart } from '../../../../../components/addons/charts/karpenter';
import { MetricsServerChart } from '../../../../../components/addons/charts/metricsServer';
import { PrometheusAdapterChart } from '../../../../../components/addons/charts/prometheusAdapter';
import { PrometheusStack } from '../../../../../components/addons/charts/prometheusStack';
import { VpaChart } from '../../../../../components/addons/charts/vpa';
import { prefixedNames } from '../../../../../components/cluster/names';
import { made } from '../../../../support/charts';
import { scaler } from '../../../../support/chartValues';
import type { Registered } from '../../../../support/mocks';

const identity = pulumi.output('1');
const names = (all: readonly Registered[]) => all.map(({ type, name }) => `${type.split(':').at(-1) ?? ''} ${name}`);
const inputsOf = (all: readonly Registered[], kind: string, name: string) =>
  all.find((one) => one.type.endsWith(`:${kind}`) && one.name === name)?.inputs;

test('prometheus-adapter has the rules of the variant and a certificate that the API server can check', async () => {
  const rules = { rules: [{ seriesQuery: 'requests' }], externalRules: [] };
  const all = await made(
    (cluster) =>
      new PrometheusAdapterChart('prometheus-adapter', {
        cluster,
        prometheus: { namespace: 'testbed-dev-monitoring', service: 'prometheus', port: 9090 },
        rules,
        identity,
      }),
    { names: prefixedNames('testbed-dev') },
  );
  expect(names(all)).toEqual([
    'PrometheusAdapterChart prometheus-adapter',
    'Certificate prometheus-adapter-certificate',
    'Namespace prometheus-adapter-namespace',
    'NetworkPolicy prometheus-adapter-network-policy',
    'Release prometheus-adapter',
  ]);
  expect(inputsOf(all, 'Certificate', 'prometheus-adapter-certificate')).toMatchObject({
    dnsNames: expect.arrayContaining(['testbed-dev-prometheus-adapter.testbed-dev-prometheus-adapter.svc']) as string[],
  });
  expect(inputsOf(all, 'Release', 'prometheus-adapter')).toMatchObject({
    chart: 'prometheus-adapter',
    version: '5.3.0',
    name: 'testbed-dev-prometheus-adapter',
    namespace: 'testbed-dev-prometheus-adapter',
    values: {
      // Cluster-wide objects that meet nobody else's.
      nameOverride: 'testbed-dev-prometheus-adapter',
      prometheus: { url: 'http://prometheus.testbed-dev-monitoring.svc', port: 9090 },
      metricsRelistInterval: '10s',
      rules: { default: false, custom: [{ seriesQuery: 'requests' }], external: [] },
      tls: { enable: true },
    },
  });
});

test("the VPA's definitions are Pulumi's, and the rest is a release with the variant's flags", async () => {
  const flags = { recommender: { 'recommender-interval': '15s' }, updater: {}, admissionController: {} };
  const all = await made((cluster) => new VpaChart('vpa', { cluster, watch: 'testbed-app', flags, identity }));
  expect(names(all)).toEqual([
    'VpaChart vpa',
    'Chart vpa-definitions',
    'Namespace vpa-namespace',
    'NetworkPolicy vpa-network-policy',
    'Release vpa',
  ]);
  expect(inputsOf(all, 'Chart', 'vpa-definitions')).toMatchObject({ skipCrds: false, version: '0.11.0' });
  expect(inputsOf(all, 'Release', 'vpa')).toMatchObject({
    skipCrds: true,
    namespace: 'vpa',
    values: {
      fullnameOverride: 'vpa',
      recommender: { replicas: 1, extraArgs: ['--vpa-object-namespace=testbed-app', '--recommender-interval=15s'] },
      updater: { extraArgs: ['--vpa-object-namespace=testbed-app'] },
      admissionController: {
        mutatingWebhookConfiguration: {
          failurePolicy: 'Ignore',
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'testbed-app' } },
        },
      },
    },
  });
});

test.each([
  [true, '--kubelet-certificate-authority=/var/run/secrets/kubernetes.io/serviceaccount/ca.crt'],
  [false, '--kubelet-insecure-tls'],
])('metrics-server where kubelets have certificates of the cluster: %s', async (kubeletCertificates, flag) => {
  const capabilities = { localImages: false, helm: true, provided: [], kubeletCertificates };
  const all = await made((cluster) => new MetricsServerChart('metrics-server', { cluster }), { capabilities });
  expect(names(all)).toEqual(['MetricsServerChart metrics-server', 'Chart metrics-server']);
  expect(all[1]?.inputs).toMatchObject({
    chart: 'metrics-server',
    version: '3.13.1',
    namespace: 'kube-system',
    values: { args: [flag], defaultArgs: expect.arrayContaining(['--metric-resolution=15s']) as string[] },
  });
});

test('the cluster autoscaler has the account and the groups that the cluster names', async () => {
  const all = await made(
    (cluster) => new ClusterAutoscaler('node-scaler', { cluster, scaler: scaler.clusterAutoscaler }),
  );
  expect(names(all)).toEqual(['ClusterAutoscaler node-scaler', 'Chart node-scaler']);
  expect(all[1]?.inputs).toMatchObject({
    chart: 'cluster-autoscaler',
    version: '9.59.0',
    namespace: 'kube-system',
    values: {
      awsRegion: 'us-east-1',
      autoDiscovery: { clusterName: 'testbed' },
      rbac: { serviceAccount: { name: 'cluster-autoscaler' } },
    },
  });
});

test('Karpenter has its definitions first, and its node class and pool last', async () => {
  const all = await made((cluster) => new KarpenterChart('node-scaler', { cluster, scaler: scaler.karpenter }));
  expect(names(all)).toEqual([
    'KarpenterChart node-scaler',
    'Chart node-scaler-definitions',
    'Chart node-scaler',
    'EC2NodeClass node-scaler-ec2nodeclass-app',
    'NodePool node-scaler-nodepool-app',
  ]);
  expect(all[1]?.inputs).toMatchObject({ chart: 'oci://public.ecr.aws/karpenter/karpenter-crd', version: '1.14.1' });
  expect(all[2]?.inputs).toMatchObject({
    chart: 'oci://public.ecr.aws/karpenter/karpenter',
    skipCrds: true,
    values: {
      serviceAccount: { name: 'karpenter' },
      settings: { clusterName: 'testbed', interruptionQueue: 'queue', eksControlPlane: true },
    },
  });
  expect(all[4]?.inputs).toMatchObject({
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodePool',
    metadata: { name: 'app', labels: { 'app.kubernetes.io/part-of': 'autoscaling-testbed' } },
    spec: { limits: { cpu: '8' } },
  });
});

test('the load balancer controller has the account and the VPC that the cluster names', async () => {
  const all = await made(
    (cluster) => new AwsLoadBalancerController('load-balancing', { cluster, balancing: scaler.balancing }),
  );
  expect(names(all)).toEqual(['AwsLoadBalancerController load-balancing', 'Release load-balancing']);
  expect(all[1]?.inputs).toMatchObject({
    chart: 'aws-load-balancer-controller',
    version: '3.5.0',
    namespace: 'kube-system',
    values: {
      clusterName: 'testbed',
      region: 'us-east-1',
      vpcId: 'vpc-1',
      serviceAccount: { name: 'aws-load-balancer-controller' },
      enableServiceMutatorWebhook: false,
    },
  });
});

describe('kube-prometheus-stack', () => {
  const application = {
    workload: {
      namespace: pulumi.output('testbed-app'),
      deployment: pulumi.output('sample'),
      service: pulumi.output('sample'),
      port: 8080,
      revision: pulumi.output('1'),
    },
    slos: [],
    path: '/',
  };
  const create = (nodePort?: (port: number) => pulumi.Output<string>) =>
    made((cluster) => new PrometheusStack('prometheus', { cluster, identity, application }), {
      ...(nodePort && { nodePort }),
    });

  test('comes with its namespaces, the rules of the platform, and the dashboards', async () => {
    const all = await create();
    expect(names(all)).toEqual([
      'PrometheusStack prometheus',
      'Dashboards prometheus',
      'Namespace prometheus-node-exporter-namespace',
      'Namespace prometheus-namespace',
      'NetworkPolicy prometheus-node-exporter-network-policy',
      'NetworkPolicy prometheus-network-policy',
      'Release prometheus',
      'ConfigMap prometheus-golden-signals',
      'ConfigMap prometheus-mesh',
      'ConfigMap prometheus-autoscaler',
      'ConfigMap prometheus-load',
      'PrometheusRule prometheus-prometheusrule-platform',
      'Service prometheus-service-prometheus',
    ]);
    expect(inputsOf(all, 'ConfigMap', 'prometheus-load')).toMatchObject({
      metadata: { namespace: 'monitoring', labels: { grafana_dashboard: '1' } },
    });
  });

  test('only node-exporter may see the nodes', async () => {
    const all = await create();
    const level = (name: string) =>
      (inputsOf(all, 'Namespace', name) as { metadata: { labels: Record<string, string> } }).metadata.labels[
        'pod-security.kubernetes.io/enforce'
      ];
    expect(level('prometheus-namespace')).toBe('restricted');
    expect(level('prometheus-node-exporter-namespace')).toBe('privileged');
  });

  test('takes the monitors and rules of everyone, at the same interval and by the same jobs as the plain Prometheus', async () => {
    const all = await create();
    const { values } = inputsOf(all, 'Release', 'prometheus') as {
      values: { prometheus: { prometheusSpec: Record<string, unknown> } };
    };
    expect(values.prometheus.prometheusSpec).toMatchObject({
      scrapeInterval: '5s',
      serviceMonitorSelectorNilUsesHelmValues: false,
      podMonitorSelectorNilUsesHelmValues: false,
      ruleSelectorNilUsesHelmValues: false,
    });
    const jobs = values.prometheus.prometheusSpec['additionalScrapeConfigs'] as { job_name: string }[];
    expect(jobs.map(({ job_name }) => job_name)).toEqual(['kubelet', 'cadvisor', 'apiserver']);
    expect(values).toMatchObject({ kubelet: { enabled: false }, kubeApiServer: { enabled: false } });
  });

  test('is the Service that it is without charts, with a node port only where this machine reaches one', async () => {
    const port = { name: 'http', port: 9090, targetPort: 'web' };
    const specOf = (all: readonly Registered[]) => inputsOf(all, 'Service', 'prometheus-service-prometheus')?.['spec'];
    const selector = { 'operator.prometheus.io/name': 'monitoring-prometheus' };
    expect(specOf(await create())).toEqual({ type: 'ClusterIP', selector, ports: [port] });
    expect(specOf(await create(() => pulumi.output('127.0.0.1:9090')))).toEqual({
      type: 'NodePort',
      selector,
      ports: [{ ...port, nodePort: 30090 }],
    });
  });

  test('has no password in its values: the chart makes one', async () => {
    const all = await create();
    expect(JSON.stringify(all)).not.toMatch(/password/i);
  });
});
