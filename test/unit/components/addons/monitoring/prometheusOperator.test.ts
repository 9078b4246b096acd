import * as pulumi from '@pulumi/pulumi';
import type { Application } from '../../../../../components/addons/monitoring/plan';
import { PrometheusOperator } from '../../../../../components/addons/monitoring/prometheusOperator';
import { Prometheus } from '../../../../../components/addons/prometheus';
import { sampleRequests } from '../../../../../components/workload/requestMetrics';
import { registered } from '../../../../support/mocks';
import { mockCluster, type KubernetesObject } from './cluster';
import { operatorManifests, stateManifests } from './upstream';

const application: Application = {
  workload: {
    namespace: pulumi.output('testbed-app'),
    deployment: pulumi.output('sample'),
    service: pulumi.output('sample'),
    port: 8080,
    metrics: { port: 'http', path: '/metrics', matchLabels: { app: 'x' }, app: 'sample', requests: sampleRequests },
    revision: pulumi.output('1'),
  },
  slos: [{ sli: 'latencyP95', max: 500 }],
  path: '/heavywork',
};

async function objectsOf(program: () => unknown): Promise<KubernetesObject[]> {
  const resources = await registered(program);
  return resources
    .filter(({ type }) => type.startsWith('kubernetes:'))
    .map(({ type, inputs }) => ({ kind: type.split(':')[2], ...inputs }) as unknown as KubernetesObject);
}

const operated = (others: Partial<{ application: Application; scrapeSeconds: number }> = {}) =>
  objectsOf(
    () =>
      new PrometheusOperator('prometheus', {
        cluster: mockCluster(),
        identity: pulumi.output('operator'),
        manifests: { operator: operatorManifests, state: stateManifests },
        ...others,
      }),
  );
const plain = () =>
  objectsOf(() => new Prometheus('prometheus', { cluster: mockCluster(), identity: pulumi.output('basic') }));

const find = (objects: readonly KubernetesObject[], kind: string, name: string): KubernetesObject => {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
};

describe('the operator stack', () => {
  it('is reached at the same Service, port and node port as the plain Prometheus', async () => {
    const address = (objects: readonly KubernetesObject[]) => {
      const { metadata, spec } = find(objects, 'Service', 'prometheus');
      const [{ name, port, nodePort } = {}] = spec['ports'] as { name?: string; port?: number; nodePort?: number }[];
      return { namespace: metadata.namespace, type: spec['type'], name, port, nodePort };
    };
    const wanted = { namespace: 'monitoring', type: 'NodePort', name: 'http', port: 9090, nodePort: 30090 };
    expect(address(await operated())).toEqual(wanted);
    expect(address(await plain())).toEqual(wanted);
  });

  it('has no node port where this machine reaches none', async () => {
    const objects = await objectsOf(
      () =>
        new PrometheusOperator('prometheus', {
          cluster: { ...mockCluster(), nodePort: undefined },
          identity: pulumi.output('operator'),
          manifests: { operator: operatorManifests, state: stateManifests },
        }),
    );
    const { spec } = find(objects, 'Service', 'prometheus');
    expect(spec).toMatchObject({ type: 'ClusterIP', ports: [{ name: 'http', port: 9090, targetPort: 'web' }] });
    expect(JSON.stringify(spec)).not.toContain('nodePort');
  });

  it('gives Prometheus the same rights', async () => {
    const rights = (objects: readonly KubernetesObject[]) =>
      find(objects, 'ClusterRole', 'testbed:prometheus')['rules'];
    expect(rights(await operated())).toEqual(rights(await plain()));
  });

  it('scrapes and evaluates at the interval asked for, and takes monitors and rules of every namespace', async () => {
    const { spec } = find(await operated({ scrapeSeconds: 7 }), 'Prometheus', 'prometheus');
    expect(spec).toMatchObject({
      scrapeInterval: '7s',
      scrapeTimeout: '7s',
      evaluationInterval: '7s',
      version: 'v3.13.5',
      image: 'testbed.local/prometheus:1',
      podMonitorNamespaceSelector: {},
      serviceMonitorNamespaceSelector: {},
      ruleNamespaceSelector: {},
    });
    expect(find(await operated(), 'Prometheus', 'prometheus').spec['scrapeInterval']).toBe('5s');
  });

  it("makes the application's own monitor and rules in its namespace", async () => {
    const objects = await operated({ application });
    const monitor = find(objects, 'PodMonitor', 'sample');
    const rules = find(objects, 'PrometheusRule', 'sample-slo');
    expect([monitor.metadata.namespace, rules.metadata.namespace]).toEqual(['testbed-app', 'testbed-app']);
    expect(JSON.stringify(rules.spec)).toContain('latencyP95 <= 500 ms');
  });

  it('has neither monitor nor rules of an application that exposes nothing', async () => {
    const workload = { ...application.workload, metrics: undefined };
    const objects = await operated({ application: { ...application, workload } });
    expect(objects.filter(({ metadata }) => metadata.namespace === 'testbed-app')).toEqual([]);
  });

  it('leaves out definitions of what it does not make', async () => {
    const names = (await operated())
      .filter(({ kind }) => kind === 'CustomResourceDefinition')
      .map(({ metadata }) => metadata.name.split('.')[0]);
    expect(names.sort()).toEqual([
      'alertmanagerconfigs',
      'alertmanagers',
      'podmonitors',
      'probes',
      'prometheuses',
      'prometheusrules',
      'servicemonitors',
    ]);
  });

  it('runs every program restricted, with its own image, and on the nodes that it belongs to', async () => {
    const pods = (await operated())
      .filter(({ kind }) => kind === 'Deployment' || kind === 'DaemonSet')
      .map(({ metadata, spec }) => {
        const { spec: pod } = spec['template'] as { spec: Record<string, unknown> };
        const [container] = pod['containers'] as Record<string, unknown>[];
        return { name: metadata.name, pod, container };
      });
    expect(pods.map(({ name }) => name).sort()).toEqual(['kube-state-metrics', 'node-exporter', 'prometheus-operator']);
    for (const { name, pod, container } of pods) {
      expect(container).toMatchObject({
        image: `testbed.local/${name}:1`,
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      });
      expect(pod).toMatchObject({ securityContext: { runAsNonRoot: true } });
      expect(pod['nodeSelector']).toEqual(name === 'node-exporter' ? undefined : { role: 'system' });
      expect(pod['hostNetwork'] ?? pod['hostPID'] ?? pod['volumes']).toBeUndefined();
    }
  });

  it('binds each role to the account of its name, and none to cluster-admin', async () => {
    const objects = await operated();
    const bindings = objects.filter(({ kind }) => kind.endsWith('Binding'));
    expect(
      bindings
        .map((binding) => {
          const { kind, name } = binding['roleRef'] as { kind: string; name: string };
          const [subject] = binding['subjects'] as { name: string; namespace: string }[];
          return `${kind} ${name} -> ${subject?.namespace}/${subject?.name}`;
        })
        .sort(),
    ).toEqual([
      'ClusterRole testbed:kube-state-metrics -> monitoring/kube-state-metrics',
      'ClusterRole testbed:prometheus -> monitoring/prometheus',
      'ClusterRole testbed:prometheus-operator -> monitoring/prometheus-operator',
      'Role prometheus-operator -> monitoring/prometheus-operator',
    ]);
    expect(JSON.stringify(objects.map((object) => object['rules'] ?? null))).not.toContain('"*"');
  });
});
