import * as pulumi from '@pulumi/pulumi';
import { operatorPlan } from '../../../../../components/addons/monitoring/plan';
import { sampleRequests } from '../../../../../components/workload/requestMetrics';
import { operatorManifests, stateManifests } from './upstream';

const image = pulumi.output('image');
const plan = operatorPlan({
  manifests: { operator: operatorManifests, state: stateManifests },
  images: {
    prometheus: image,
    alertmanager: image,
    operator: image,
    reloader: image,
    kubeStateMetrics: image,
    nodeExporter: image,
  },
  releases: { prometheus: '3.13.5', alertmanager: '0.31.1' },
  placement: { nodeSelector: {}, tolerations: [] },
  scrapeSeconds: 5,
  published: true,
  application: {
    workload: {
      namespace: pulumi.output('testbed-app'),
      deployment: pulumi.output('sample'),
      service: pulumi.output('sample'),
      port: 8080,
      metrics: { port: 'http', path: '/metrics', matchLabels: {}, app: 'sample', requests: sampleRequests },
      revision: pulumi.output('1'),
    },
    slos: [],
    path: '/',
  },
});
const stage = (kind: string, name?: string): number =>
  plan.findIndex((objects) =>
    objects.some((object) => object.kind === kind && (name === undefined || object.metadata.name === name)),
  );

describe('the order in which the operator stack is made', () => {
  it('has the definitions before what they define', () => {
    for (const kind of ['Prometheus', 'Alertmanager', 'PodMonitor', 'ServiceMonitor', 'PrometheusRule']) {
      expect(stage('CustomResourceDefinition')).toBeLessThan(stage(kind));
    }
  });

  it('has the monitors and rules before Prometheus, so that its first configuration has them', () => {
    expect(stage('PodMonitor', 'sample')).toBeLessThan(stage('Prometheus'));
    expect(stage('PrometheusRule', 'sample-slo')).toBeLessThan(stage('Prometheus'));
  });

  it('has the rights and the operator before the servers that it makes, and the Service last', () => {
    expect(stage('RoleBinding')).toBeLessThan(stage('Deployment', 'prometheus-operator'));
    expect(stage('Deployment', 'prometheus-operator')).toBeLessThan(stage('Prometheus'));
    expect(stage('Service', 'prometheus')).toBe(plan.length - 1);
  });
});
