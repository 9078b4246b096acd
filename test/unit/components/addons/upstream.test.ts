import * as pulumi from '@pulumi/pulumi';
import { deployment, find, service } from '../../../../components/addons/upstream';
import type { KubeManifest } from '../../../../toolchain/types';

const manifests = [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'operator', namespace: 'upstream', labels: { 'app.kubernetes.io/name': 'upstream' } },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'operator' } },
      template: {
        metadata: { labels: { app: 'operator' } },
        spec: {
          serviceAccountName: 'upstream',
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          containers: [
            {
              name: 'main',
              image: 'registry.example/operator:v1',
              imagePullPolicy: 'Always',
              command: ['/operator'],
              args: ['--leader-elect', '--level=info', '--rotate=true'],
              env: [
                { name: 'NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
                { name: 'WATCH', value: '' },
              ],
              readinessProbe: { httpGet: { path: '/readyz', port: 8081 }, initialDelaySeconds: 20 },
              livenessProbe: { httpGet: { path: '/healthz', port: 8081 } },
              resources: { limits: { cpu: '1', memory: '1000Mi' } },
              securityContext: { runAsUser: 0 },
              volumeMounts: [{ name: 'certificates', mountPath: '/certs' }],
            },
          ],
          volumes: [
            { name: 'certificates', secret: { secretName: 'upstream' } },
            { name: 'tmp', emptyDir: {} },
          ],
        },
      },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'api', namespace: 'upstream' },
    spec: { ports: [{ port: 443, targetPort: 6443 }], selector: { app: 'operator' } },
  },
] as const satisfies readonly KubeManifest[];

const placement = {
  nodeSelector: { role: 'system' },
  tolerations: [{ key: 'role', operator: 'Exists', effect: 'NoSchedule' }],
};
const program = {
  deployment: 'operator',
  namespace: 'ours',
  component: 'autoscaling',
  image: 'testbed.local/operator:1',
  account: 'operator',
  placement,
};

interface PodTemplate {
  readonly metadata: { readonly labels: Record<string, string>; readonly annotations?: Record<string, string> };
  readonly spec: Record<string, unknown> & { readonly containers: readonly Record<string, unknown>[] };
}

function made(changes: Partial<Parameters<typeof deployment>[1]> = {}) {
  const object = deployment(manifests, { ...program, ...changes });
  const spec = object['spec'] as Record<string, unknown> & { template: PodTemplate };
  return { object, spec, pod: spec.template.spec, container: spec.template.spec.containers[0]! };
}

describe('the Deployment of an add-on', () => {
  it('runs our image, with its own entrypoint, on our nodes', () => {
    const { pod, container } = made();
    expect(container).toMatchObject({
      name: 'main',
      image: 'testbed.local/operator:1',
      imagePullPolicy: 'IfNotPresent',
    });
    expect(container).not.toHaveProperty('command');
    expect(pod).toMatchObject({ ...placement, serviceAccountName: 'operator' });
  });

  it('is restricted and asks for what it needs', () => {
    const { pod, container } = made();
    expect(pod['securityContext']).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(container['securityContext']).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container['resources']).toEqual({
      requests: { cpu: '50m', memory: '96Mi' },
      limits: { memory: '512Mi' },
    });
  });

  it('has our name, namespace and labels, and selects its pods by them', () => {
    const { object, spec } = made();
    const selector = { 'app.kubernetes.io/name': 'operator', 'app.kubernetes.io/instance': 'operator' };
    expect(object.metadata).toMatchObject({ name: 'operator', namespace: 'ours', labels: selector });
    expect(spec['selector']).toEqual({ matchLabels: selector });
    expect(spec.template.metadata.labels).toMatchObject({
      ...selector,
      'app.kubernetes.io/part-of': 'autoscaling-testbed',
    });
  });

  it("keeps upstream's flags, variables and volumes but those that differ", async () => {
    const { pod, container } = made({
      flags: { 'leader-elect': null, rotate: 'false', quiet: true },
      environment: { WATCH: 'testbed-app' },
      volumes: { certificates: { secret: { secretName: 'ours' } } },
    });
    expect(await resolved(container['args'])).toEqual(['--level=info', '--rotate=false', '--quiet']);
    expect(container['env']).toEqual([
      { name: 'NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
      { name: 'WATCH', value: 'testbed-app' },
    ]);
    expect(pod['volumes']).toEqual([
      { name: 'certificates', secret: { secretName: 'ours' } },
      { name: 'tmp', emptyDir: {} },
    ]);
  });

  it('is looked at as soon as it starts', () => {
    expect(made().container['readinessProbe']).toEqual({
      httpGet: { path: '/readyz', port: 8081 },
      initialDelaySeconds: 0,
      periodSeconds: 1,
    });
  });

  it('rolls out anew with another revision', () => {
    expect(made().spec.template.metadata.annotations).toBeUndefined();
    expect(made({ revision: 'a' }).spec.template.metadata.annotations).toEqual({ 'autoscaling-testbed/revision': 'a' });
  });
});

it("gives a Service that selects our pods at upstream's ports", () => {
  expect(service(manifests, 'api', program)).toMatchObject({
    metadata: { name: 'api', namespace: 'ours' },
    spec: {
      ports: [{ port: 443, targetPort: 6443 }],
      selector: { 'app.kubernetes.io/name': 'operator', 'app.kubernetes.io/instance': 'operator' },
    },
  });
});

it('says what there is when a manifest is missing', () => {
  expect(() => find(manifests, 'Deployment', 'adapter')).toThrow(
    "Upstream's manifests have no Deployment adapter, but operator.",
  );
  expect(() => find(manifests, 'Role', 'adapter')).toThrow('but none of this kind');
});

/** The value without its outputs. */
const resolved = (value: unknown): Promise<unknown> =>
  new Promise((resolve) => pulumi.output(value as pulumi.Input<string>[]).apply(resolve));
