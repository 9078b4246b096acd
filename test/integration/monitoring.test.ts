/** Both kinds of monitoring on the real embedded cluster, and every query of the dashboards against the real Prometheus. */
import { dashboards } from '../../dashboards';
import { CommandLine } from '../support/cli';
import { succeeded } from '../support/stack';

const cli = new CommandLine('test-monitoring');
jest.setTimeout(600_000);

const up = async (...config: string[]) =>
  succeeded(await cli.run('up', ...config.flatMap((setting) => ['--config', setting])));
const kubectl = async (...args: string[]) => succeeded(await cli.kubectl(...args)).trim();

/** Where Prometheus is, whichever kind it is. */
let url = '';

interface SeriesData {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

/** What Prometheus' HTTP API gives, asked through its node port as a browser would. */
async function ask<T>(path: string, parameters: Readonly<Record<string, string>> = {}): Promise<T> {
  const response = await fetch(`${url}/api/v1/${path}?${new URLSearchParams(parameters).toString()}`);
  const { status, data, error } = (await response.json()) as { status: string; data: T; error?: string };
  if (status !== 'success') throw new Error(`${parameters['query'] ?? path}: ${error}`);
  return data;
}

/** The series of the last five minutes. */
async function series(query: string): Promise<readonly SeriesData[]> {
  const end = Date.now() / 1000;
  const range = { query, start: String(end - 300), end: String(end), step: '5' };
  return (await ask<{ result: SeriesData[] }>('query_range', range)).result;
}

interface Identity {
  readonly query: string;
  /** Names of the labels. */
  readonly labels: readonly string[];
  /** Values of job, namespace and app. */
  readonly jobs: readonly string[];
}

/** What identifies the experiment's series, without what is another after each start: names of labels, and values that queries use. */
async function identities(): Promise<readonly Identity[]> {
  const pods = 'namespace="testbed-app",pod=~"sample-.*"';
  const queries = [
    `up{${pods}}`,
    `node_http_requests_total{${pods}}`,
    `http_request_duration_seconds_bucket{${pods}}`,
    `container_cpu_usage_seconds_total{${pods},container="app"}`,
    `container_cpu_cfs_throttled_periods_total{${pods},container="app"}`,
    'up{job="kubelet"}',
    'up{job="apiserver"}',
  ];
  const found = queries.map(async (query) => {
    const labels = (await series(query)).map(({ metric }) => metric);
    const names = new Set(labels.flatMap((metric) => Object.keys(metric)));
    const jobs = new Set(labels.map(({ job, namespace, app }) => [job, namespace, app].join(' ')));
    return { query, labels: [...names].sort(), jobs: [...jobs] };
  });
  return Promise.all(found);
}

/** Interval by job of the targets that the experiment rests on. */
async function intervals(): Promise<Record<string, string>> {
  const { activeTargets } = await ask<{ activeTargets: { labels: { job: string }; scrapeInterval: string }[] }>(
    'targets',
  );
  const jobs = ['pods', 'kubelet', 'cadvisor', 'apiserver'];
  return Object.fromEntries(
    activeTargets
      .filter(({ labels: { job } }) => jobs.includes(job))
      .map(({ labels: { job }, scrapeInterval }) => [job, scrapeInterval] as const)
      .sort(),
  );
}

/** Repeats until it holds; what it is then is told by the error. */
async function eventually<T>(get: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const end = Date.now() + 120_000;
  for (;;) {
    const value = await get();
    if (holds(value)) return value;
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}

const sampleUid = () => kubectl('get', 'deployment', 'sample', '-n', 'testbed-app', '-o', 'jsonpath={.metadata.uid}');
const deployments = async () =>
  (await kubectl('get', 'deployments,statefulsets,daemonsets', '-n', 'monitoring', '-o', 'name')).split('\n').sort();

describe('monitoring', () => {
  let plain: readonly Identity[];
  let uid: string;

  beforeAll(async () => {
    await up('experiment.preset=none');
    url = succeeded(await cli.pulumi('stack', 'output', 'prometheusUrl')).trim();
  });
  afterAll(async () => {
    await cli.run('down', '--remove');
    cli.dispose();
  });

  it('is one Prometheus by default', async () => {
    expect(await deployments()).toEqual(['deployment.apps/prometheus']);
    plain = await eventually(identities, (found) => found.every(({ labels }) => labels.length > 0));
    expect(await intervals()).toEqual({ apiserver: '5s', cadvisor: '5s', kubelet: '5s', pods: '5s' });
    uid = await sampleUid();
  });

  it('becomes the operator stack on the running testbed, and an experiment is measured with it', async () => {
    const output = await up(
      'monitoring=operator',
      'experiment.preset=smoke',
      // Work of 10 ms in at most 5 ms: the budget burns twenty times too fast.
      'experiment.slos[0].sli=latencyP95',
      'experiment.slos[0].max=5',
    );
    expect(output).toMatch(/verdict: fail/i);
    expect(await deployments()).toEqual([
      'daemonset.apps/node-exporter',
      'deployment.apps/kube-state-metrics',
      'deployment.apps/prometheus-operator',
      'statefulset.apps/alertmanager-alertmanager',
      'statefulset.apps/prometheus-prometheus',
    ]);
    expect(await sampleUid()).toBe(uid);
  });

  // That of the mesh needs one.
  const queries = dashboards().flatMap(({ name, rows }) =>
    (name === 'mesh' ? [] : rows).flatMap(({ panels }) =>
      panels.flatMap((panel) =>
        panel.queries.map((query) => [`${name}: ${panel.title}, ${query.legend}`, query] as const),
      ),
    ),
  );
  it.each(queries)('has data for the panel %s', async (_, { expr }) => {
    const values = { namespace: 'testbed-app', app: 'sample', deployment: 'sample', hpa: '.*', __rate_interval: '20s' };
    const query = expr.replaceAll(/\$(\w+)/g, (__, name: string) => values[name as keyof typeof values]);
    const found = await series(query);
    expect(found.flatMap((one) => one.values).filter(([, value]) => Number.isFinite(Number(value)))).not.toEqual([]);
  });

  it('gives the experiment the same series under the same names, at the same interval', async () => {
    expect(await identities()).toEqual(plain);
    expect(await intervals()).toEqual({ apiserver: '5s', cadvisor: '5s', kubelet: '5s', pods: '5s' });
  });

  it('scrapes every target, and evaluates every rule', async () => {
    const { activeTargets } = await ask<{ activeTargets: { scrapePool: string; health: string; lastError: string }[] }>(
      'targets',
    );
    expect(activeTargets.filter(({ health }) => health !== 'up')).toEqual([]);
    const { groups } = await ask<{ groups: { rules: { name: string; health: string; lastError?: string }[] }[] }>(
      'rules',
    );
    const rules = groups.flatMap((group) => group.rules);
    expect(rules.length).toBeGreaterThan(10);
    expect(rules.filter(({ health }) => health !== 'ok')).toEqual([]);
  });

  it('alerts when the error budget of an objective burns, through Alertmanager', async () => {
    const alertmanager = '/api/v1/namespaces/monitoring/services/alertmanager-operated:web/proxy/api/v2/alerts';
    const alerts = await eventually(
      async () => JSON.parse(await kubectl('get', '--raw', alertmanager)) as { labels: Record<string, string> }[],
      (all) => all.some(({ labels }) => labels['alertname'] === 'ErrorBudgetBurn'),
    );
    const burning = alerts.map(({ labels }) => labels).filter(({ alertname }) => alertname === 'ErrorBudgetBurn');
    expect(burning).toContainEqual(
      expect.objectContaining({
        slo: 'latencyP95 <= 5 ms',
        severity: 'page',
        long_window: '1h',
        namespace: 'testbed-app',
      }),
    );
  });

  it('gives the operator no rights on Secrets outside its namespace', async () => {
    const allowed = async (namespace: string) => {
      const account = 'system:serviceaccount:monitoring:prometheus-operator';
      const { output } = await cli.kubectl('auth', 'can-i', 'list', 'secrets', '-n', namespace, '--as', account);
      return output.trim().split('\n').at(-1);
    };
    expect(await allowed('monitoring')).toBe('yes');
    expect(await allowed('testbed-app')).toBe('no');
  });

  it('changes nothing at a second update', async () => {
    succeeded(await cli.pulumi('up', '--yes', '--skip-preview', '--expect-no-changes'));
  });

  it('becomes one Prometheus again, and leaves nothing of the operator', async () => {
    await up('monitoring=basic');
    expect(await deployments()).toEqual(['deployment.apps/prometheus']);
    expect(await kubectl('get', 'customresourcedefinitions', '-o', 'name')).not.toContain('monitoring.coreos.com');
    expect(await sampleUid()).toBe(uid);
    // Not every target is scraped at once.
    await eventually(identities, (found) => JSON.stringify(found) === JSON.stringify(plain));
  });

  it('goes with the whole stack, also when the operator is dead', async () => {
    await up('monitoring=operator', 'experiment.preset=none');
    await kubectl('scale', 'deployment', 'prometheus-operator', '-n', 'monitoring', '--replicas=0');
    expect(succeeded(await cli.run('down', '--remove'))).toContain('Nothing is left');
  });
});
