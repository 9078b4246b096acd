import { parse } from 'yaml';
import { applicationMonitor, platformMonitors } from '../../../../../components/addons/monitoring/monitors';
import { clusterJobsConfig, prometheusConfig } from '../../../../../components/addons/prometheusConfig';

interface Endpoint {
  interval?: string;
  honorLabels?: boolean;
  relabelings: { action?: string; targetLabel?: string; regex?: string; replacement?: string }[];
}
interface Job {
  job_name: string;
  relabel_configs?: { target_label?: string }[];
}

const jobs = (parse(prometheusConfig(5)) as { scrape_configs: Job[] }).scrape_configs;

test('a pod with a sidecar is asked once, at the port of the proxy, which is outside mutual TLS', () => {
  const proxy = { container: 'istio-proxy', port: 15020, path: '/stats/prometheus' };
  const monitor = applicationMonitor({ port: 'http', path: '/metrics', matchLabels: { app: 'cart' }, proxy });
  expect(monitor.podMetricsEndpoints).toEqual([
    {
      path: '/stats/prometheus',
      relabelings: [
        { sourceLabels: ['__meta_kubernetes_pod_container_name'], action: 'keep', regex: 'istio-proxy' },
        {
          sourceLabels: ['__meta_kubernetes_pod_ip'],
          targetLabel: '__address__',
          regex: '(.+)',
          replacement: '$1:15020',
        },
        { sourceLabels: ['__meta_kubernetes_pod_phase'], action: 'keep', regex: 'Running' },
        { sourceLabels: ['__meta_kubernetes_pod_label_app_kubernetes_io_name'], targetLabel: 'app' },
        { targetLabel: 'job', replacement: 'pods' },
        { action: 'labeldrop', regex: 'container|endpoint' },
      ],
    },
  ]);
});

describe('the monitor of the application', () => {
  const monitor = applicationMonitor({ port: 'http', path: '/metrics', matchLabels: { app: 'cart' } });
  const [endpoint] = monitor.podMetricsEndpoints as unknown as Endpoint[];

  it('gives the labels that the plain Prometheus gives, and no other', () => {
    const plain = jobs.find(({ job_name }) => job_name === 'pods');
    const wanted = plain?.relabel_configs?.flatMap(({ target_label: label }) =>
      label && !label.startsWith('__') ? [label] : [],
    );
    // prometheus-operator itself sets these on the targets of a PodMonitor.
    const given = new Set(['namespace', 'container', 'pod', 'endpoint', 'job']);
    for (const { action, regex = '', targetLabel } of endpoint?.relabelings ?? []) {
      if (action === 'labeldrop')
        for (const label of given) if (new RegExp(`^(?:${regex})$`).test(label)) given.delete(label);
      if (targetLabel !== undefined) given.add(targetLabel);
    }
    expect([...given].sort()).toEqual([...(wanted ?? []), 'job'].sort());
  });

  it('calls the job as the plain Prometheus does', () => {
    expect(endpoint?.relabelings).toContainEqual({ targetLabel: 'job', replacement: 'pods' });
  });

  it("is scraped at Prometheus' own interval", () => {
    expect(endpoint).toMatchObject({ port: 'http', path: '/metrics' });
    expect(endpoint?.interval).toBeUndefined();
  });
});

it('leaves the jobs of the cluster to the very configuration of the plain Prometheus', () => {
  expect(parse(clusterJobsConfig())).toEqual(jobs.filter(({ job_name }) => job_name !== 'pods'));
});

it('takes the series of kube-state-metrics as those of the objects that they tell of, without delay', () => {
  const state = platformMonitors.find(({ metadata }) => metadata.name === 'kube-state-metrics');
  const [endpoint] = (state?.['spec'] as { endpoints: Endpoint[] }).endpoints;
  expect(endpoint).toMatchObject({ honorLabels: true, interval: undefined });
  const dropped = endpoint?.relabelings.find(({ action }) => action === 'labeldrop')?.regex?.split('|');
  expect(dropped).toEqual(['container', 'endpoint', 'namespace', 'pod', 'service']);
});
