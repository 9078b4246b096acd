/** A workload of the user's own, by configuration alone: what is refused, and what is made of it on each target. */
import { parseConfig, type RawConfig } from '../../../stacks/schema';
import type { ManifestName } from '../../../toolchain/types';
import { recordTestbed, targets } from '../../support/recordTestbed';
import { upstreamManifests } from '../../support/upstreamManifests';

jest.mock('../../../toolchain', () => ({
  buildImage: () => Promise.resolve(),
  manifests: (name: ManifestName) => Promise.resolve(upstreamManifests[name]),
}));

/** A file that is there; what is in it is not looked at here. */
const imageArchive = 'package.json';
const theirs = { imageArchive, port: 8080 };
const problem = (config: RawConfig): string => {
  try {
    parseConfig(config);
    return '';
  } catch (error) {
    return (error as Error).message.split('\n').slice(1).join('\n');
  }
};

beforeAll(() => {
  for (const method of ['log', 'warn'] as const) jest.spyOn(console, method).mockImplementation();
});
afterAll(() => jest.restoreAllMocks());

describe('the configuration', () => {
  it('has defaults for all but the image and its port', () => {
    const { own, experiment } = parseConfig({ workload: theirs });
    expect(own).toMatchObject({
      kind: 'image',
      imageArchive: expect.stringMatching(/^\/.*package\.json$/) as unknown,
      port: 8080,
      path: '/',
      probes: { readiness: 'tcp' },
      cpuRequest: 0.2,
      security: { standard: 'restricted', runAsUser: 65532, readOnlyRootFilesystem: true },
    });
    expect(experiment?.load.path).toBe('/');
    expect(parseConfig({ workload: {} }).own).toBeNull();
  });

  it('sends the load to the path of the workload, unless the experiment says another', () => {
    const path = (experiment: object) =>
      parseConfig({ workload: { ...theirs, path: '/mine' }, experiment }).experiment?.load.path;
    expect(path({ preset: 'smoke' })).toBe('/mine');
    expect(path({ load: { path: '/other' } })).toBe('/other');
    expect(path({ preset: 'test/fixtures/presets/path.yaml' })).toBe('/from-the-file');
  });

  it.each<[string, object, RegExp]>([
    ['no port', { imageArchive }, /workload\.port is not set/],
    [
      'a file that is not there',
      { ...theirs, imageArchive: 'lost.tar' },
      /workload\.imageArchive is "lost\.tar": the path of a file/,
    ],
    [
      'an image that cannot be pulled',
      { image: 'nginx:1', port: 80 },
      /workload\.image is "nginx:1".*"local" pull from no registry.*imageArchive/,
    ],
    ['image and archive', { ...theirs, image: 'nginx:1' }, /workload\.imageArchive.*one of them/],
    ['image and Deployment', { image: 'nginx:1', deployment: 'shop' }, /workload\.deployment is "shop": either/],
    ['a Deployment of no namespace', { deployment: 'shop' }, /workload\.namespace is not set/],
    ['keys of the sample', { ...theirs, heavyworkRounds: 1 }, /workload\.heavyworkRounds is 1: no such key/],
    [
      'root',
      { ...theirs, security: { runAsUser: 0 } },
      /workload\.security\.runAsUser is 0: .*security\.standard to "baseline"/,
    ],
    [
      'a capability',
      { ...theirs, security: { capabilities: ['NET_RAW'] } },
      /workload\.security\.capabilities.*NET_BIND_SERVICE/,
    ],
    [
      'a probe that is none',
      { ...theirs, probes: { readiness: 'http' } },
      /workload\.probes\.readiness is "http": tcp, or a path/,
    ],
    ['a limit below the request', { ...theirs, cpuRequest: 1 }, /workload\.cpuRequest is 1: must be at most cpuLimit/],
    ['more than a node', { ...theirs, memoryMiB: 4096 }, /workload\.memoryMiB is 4096: at most nodes\.app\.memoryMiB/],
    [
      'a counter that nobody scrapes',
      { ...theirs, metrics: { servedCounter: 'a_total' } },
      /workload\.metrics\.path is not set: the path at which .* a_total/,
    ],
  ])('refuses %s', (_, workload, message) => {
    expect(problem({ workload })).toMatch(message);
  });

  it('refuses an archive where nodes cannot be given it, and a mesh around a namespace of others', () => {
    expect(problem({ ...targets['eks']?.config, workload: theirs })).toMatch(
      /imageArchive.*"eks".*registry and set workload\.image/,
    );
    const running = { deployment: 'shop', namespace: 'shop' };
    expect(problem({ cluster: 'kind', istio: { mode: 'sidecar' }, workload: running })).toMatch(
      /istio\.mode.*namespace shop/,
    );
  });

  it.each(['hpa-requests', 'hpa-external', 'hpa-multi', 'keda-prometheus', 'keda-zero', 'vpa+hpa-requests'])(
    '%s needs a counter of the workload, which is then its default',
    (autoscaler) => {
      const message = problem({ autoscaler, workload: theirs });
      expect(message).toMatch(
        /autoscaler is .* it counts requests by \w+, which only the sample .* workload\.metrics\.counter/,
      );
      expect(problem({ autoscaler, workload: { ...theirs, metrics: { counter: 'hits_total' } } })).toMatch(
        /workload\.metrics\.path/,
      );
      const metrics = { path: '/metrics', counter: 'hits_total', selector: { code: '200' } };
      const { settings } = parseConfig({ autoscaler, workload: { ...theirs, metrics } }).autoscaler;
      expect(JSON.stringify(settings)).toContain('hits_total');
      expect(JSON.stringify(settings)).toMatch(/"code":"200"|code=\\+"200\\+"/);
      expect(JSON.stringify(settings)).not.toMatch(/heavywork|node_http/);
    },
  );

  it('leaves a counter that the settings name, be it called as the sample’s', () => {
    const settings = { 'hpa-requests': { counter: 'heavywork_requests_total' } };
    const config = {
      autoscaler: 'hpa-requests',
      settings,
      workload: { ...theirs, metrics: { path: '/metrics', counter: 'hits_total' } },
    };
    expect(parseConfig(config).autoscaler.settings).toMatchObject({ counter: 'heavywork_requests_total' });
  });
});

interface Pod {
  readonly spec: {
    readonly replicas?: number;
    readonly template: {
      readonly metadata: { readonly annotations: object };
      readonly spec: {
        readonly containers: readonly [Record<string, unknown>];
        readonly securityContext: object;
        readonly volumes?: object[];
      };
    };
  };
}

async function made(config: RawConfig) {
  const { resources } = await recordTestbed({ experiment: { preset: 'smoke' }, ...config });
  const of = (kind: string) => resources.filter(({ type }) => type.endsWith(`:${kind}`));
  const own = (kind: string) =>
    of(kind).filter(({ name }) => name.startsWith('workload-'))[0]?.inputs as Pod | undefined;
  return { of, own, target: of('Experiment')[0]?.inputs['target'] as Record<string, unknown> };
}

describe('an image', () => {
  it('is imported into the nodes and runs restricted, in the place of the sample', async () => {
    const { of, own, target } = await made({ workload: theirs });
    expect(of('Image').map(({ inputs }) => inputs['archive'] ?? inputs['image'])).toEqual(
      expect.arrayContaining([expect.stringMatching(/package\.json$/), 'k6']),
    );
    expect(of('Image').map(({ inputs }) => inputs['image'])).not.toContain('sample');
    const { spec } = own('Deployment')!.spec.template;
    expect(spec).toMatchObject({
      securityContext: { runAsNonRoot: true, runAsUser: 65532 },
      containers: [
        {
          image: expect.stringMatching(/^testbed\.local\//) as unknown,
          readinessProbe: { tcpSocket: { port: 'http' }, periodSeconds: 1 },
          securityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
          resources: { requests: { cpu: '200m', memory: '128Mi' }, limits: { cpu: '400m' } },
        },
      ],
    });
    expect(spec.containers[0]).not.toHaveProperty('livenessProbe');
    expect(own('Deployment')!.spec.template.metadata.annotations).toEqual({});
    expect(own('Namespace')).toMatchObject({
      metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    });
    expect(target).toMatchObject({
      workload: { namespace: 'testbed-app', deployment: 'workload', service: 'workload', port: 8080 },
      autoscaler: { hpa: expect.stringMatching(/^workload-/) as unknown },
    });
    expect(target['workload']).not.toHaveProperty('servedCounter');
  });

  it('has what the configuration says of its start, its probes, its metrics and its rights', async () => {
    const { own, target } = await made({
      autoscaler: 'fixed',
      settings: { fixed: { replicas: 3 } },
      cluster: 'kind',
      workload: {
        image: 'registry.example/theirs:1',
        port: 80,
        command: ['/server'],
        args: ['--fast'],
        env: { LEVEL: 3 },
        probes: { readiness: '/ready', liveness: 'tcp' },
        security: {
          standard: 'baseline',
          runAsUser: 0,
          readOnlyRootFilesystem: false,
          writablePaths: ['/tmp'],
          capabilities: ['CHOWN'],
        },
        metrics: { port: 9100, path: '/stats', servedCounter: 'served_total' },
      },
    });
    const { replicas, template } = own('Deployment')!.spec;
    expect(replicas).toBe(3);
    expect(template).toMatchObject({
      metadata: { annotations: { 'prometheus.io/port': '9100', 'prometheus.io/path': '/stats' } },
      spec: {
        securityContext: { runAsNonRoot: false, runAsUser: 0, runAsGroup: 0 },
        volumes: [{ name: 'writable-0', emptyDir: {} }],
        containers: [
          {
            image: 'registry.example/theirs:1',
            command: ['/server'],
            args: ['--fast'],
            env: [{ name: 'LEVEL', value: '3' }],
            ports: [{ containerPort: 80 }, { name: 'metrics', containerPort: 9100 }],
            readinessProbe: { httpGet: { path: '/ready' } },
            livenessProbe: { tcpSocket: { port: 'http' } },
            securityContext: { readOnlyRootFilesystem: false, capabilities: { drop: ['ALL'], add: ['CHOWN'] } },
            volumeMounts: [{ mountPath: '/tmp' }],
          },
        ],
      },
    });
    expect(own('Namespace')).toMatchObject({
      metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } },
    });
    expect(own('NetworkPolicy')).toMatchObject({ spec: { ingress: [{ ports: [{ port: 80 }, { port: 9100 }] }] } });
    expect(target).toMatchObject({ workload: { servedCounter: 'served_total', port: 80 } });
  });

  it('is scraped by a monitor of its own where the operator is, and has no alerts on metrics that it may not have', async () => {
    const workload = { ...theirs, metrics: { path: '/metrics', port: 9100 } };
    const { of } = await made({ monitoring: 'operator', workload });
    const named = (kind: string) =>
      of(kind).filter(({ inputs }) => (inputs['metadata'] as { namespace?: string }).namespace === 'testbed-app');
    expect(named('PodMonitor').map(({ inputs }) => inputs)).toEqual([
      expect.objectContaining({
        spec: expect.objectContaining({
          selector: { matchLabels: expect.objectContaining({ 'app.kubernetes.io/name': 'workload' }) as unknown },
          podMetricsEndpoints: [expect.objectContaining({ port: 'metrics', path: '/metrics' })],
        }) as unknown,
      }),
    ]);
    expect(named('PrometheusRule')).toEqual([]);
  });

  it.each(Object.entries(targets))('can be had on %s', async (_, { name, config }) => {
    const image = ['local', 'kind'].includes(name) ? { imageArchive } : { image: 'registry.example/theirs:1' };
    const { own } = await made({ ...config, workload: { ...image, port: 8080 } });
    expect(own('Deployment')).toBeDefined();
  });
});

describe('a Deployment that runs already', () => {
  const running = { deployment: 'shop', namespace: 'shops', service: 'front', port: 8000 };

  it('is read and not made; its autoscaler is beside it', async () => {
    const { of, target } = await made({ workload: running });
    const named = of('Deployment').filter(({ name }) => name === 'workload-deployment');
    expect(named).toHaveLength(1);
    expect(of('DeploymentPatch')).toEqual([]);
    expect(of('Namespace').map(({ name }) => name)).not.toContain('workload-namespace');
    expect(target).toMatchObject({
      workload: { namespace: 'shops', deployment: 'shop', service: 'front', port: 8000 },
    });
    expect(of('HorizontalPodAutoscaler')[0]?.inputs).toMatchObject({
      metadata: { namespace: 'shops' },
      spec: { scaleTargetRef: { name: 'shop' } },
    });
  });

  it('gets a fixed number of replicas, and nothing else', async () => {
    const { of } = await made({ autoscaler: 'fixed', settings: { fixed: { replicas: 4 } }, workload: running });
    expect(of('DeploymentPatch').map(({ inputs }) => inputs)).toEqual([
      expect.objectContaining({
        metadata: { name: 'shop', namespace: 'shops', annotations: { 'pulumi.com/patchForce': 'true' } },
        spec: { replicas: 4 },
      }),
    ]);
  });
});
