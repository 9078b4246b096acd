import { ENVOY_RELABELINGS } from '../../../../../components/addons/istio/envoyMetrics';
import { meshSeriesOf } from '../../../../../experiments/services/mesh';

type Series = Readonly<Record<string, string>>;

/** What Prometheus does (prometheus/model/relabel/relabel.go): separator ";", whole-string match, "replace" keeps what does not match. */
function relabelled(series: Series): Series | null {
  let labels: Record<string, string> = { ...series };
  for (const { sourceLabels = [], regex, targetLabel, replacement = '$1', action } of ENVOY_RELABELINGS) {
    const expression = new RegExp(`^(?:${regex})$`);
    const match = expression.exec(sourceLabels.map((label) => labels[label] ?? '').join(';'));
    if (action === 'labeldrop')
      labels = Object.fromEntries(Object.entries(labels).filter(([name]) => !expression.test(name)));
    else if (match && action === 'drop') return null;
    else if (match && targetLabel !== undefined)
      labels[targetLabel] = replacement.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? '');
  }
  return labels;
}

const pod = { namespace: 'shop', pod: 'cart-1', app: 'cart' };

test('what a proxy lets in is a request of the destination, by its code', () => {
  expect(
    relabelled({ __name__: 'envoy_cluster_upstream_rq', cluster_name: 'inbound|8080||', response_code: '503', ...pod }),
  ).toEqual({
    __name__: 'istio_requests_total',
    reporter: 'destination',
    response_code: '503',
    destination_workload: 'cart',
    destination_workload_namespace: 'shop',
    destination_service: 'cart.shop.svc.cluster.local',
    destination_service_name: 'cart',
    destination_service_namespace: 'shop',
    ...pod,
  });
});

test('what it lets out is a request of the source, to the service that the cluster names', () => {
  expect(
    relabelled({
      __name__: 'envoy_cluster_upstream_rq',
      cluster_name: 'outbound|8080||payment.shop.svc.cluster.local',
      response_code: '200',
      ...pod,
    }),
  ).toEqual({
    __name__: 'istio_requests_total',
    reporter: 'source',
    response_code: '200',
    source_workload: 'cart',
    source_workload_namespace: 'shop',
    destination_service: 'payment.shop.svc.cluster.local',
    destination_service_name: 'payment',
    destination_service_namespace: 'shop',
    ...pod,
  });
});

test('the histogram of times has its standard name, buckets and all', () => {
  for (const part of ['bucket', 'sum', 'count']) {
    const series = relabelled({
      __name__: `envoy_cluster_upstream_rq_time_${part}`,
      cluster_name: 'inbound|8080||',
      ...(part === 'bucket' && { le: '25' }),
      ...pod,
    });
    expect(series).toMatchObject({
      __name__: `istio_request_duration_milliseconds_${part}`,
      reporter: 'destination',
      destination_workload: 'cart',
    });
    expect(series?.['le']).toBe(part === 'bucket' ? '25' : undefined);
  }
});

test('the classes of codes, which would count each request again, and all other counters of clusters go', () => {
  for (const __name__ of ['envoy_cluster_upstream_rq_xx', 'envoy_cluster_upstream_rq_total'])
    expect(relabelled({ __name__, cluster_name: 'inbound|8080||', response_code_class: '2xx', ...pod })).toBeNull();
  expect(relabelled({ __name__: 'envoy_cluster_upstream_rq', cluster_name: 'xds-grpc', ...pod })).toBeNull();
});

test("the application's own series and the proxy's presence stay as they are", () => {
  for (const __name__ of ['heavywork_requests_total', 'envoy_server_live'])
    expect(relabelled({ __name__, ...pod })).toEqual({ __name__, ...pod });
});

test('experiments know them for what a service served and whom it called', () => {
  const read = (__name__: string, cluster_name: string, labels: Series = {}) => {
    const { __name__: name = '', ...others } = relabelled({ __name__, cluster_name, ...labels, ...pod }) ?? {};
    return meshSeriesOf({ name, labels: others });
  };
  const [served, called] = ['inbound|8080||', 'outbound|8080||payment.shop.svc.cluster.local;'];
  expect(read('envoy_cluster_upstream_rq', served, { response_code: '503' })).toEqual([
    'requests',
    'failed',
    'code/503',
  ]);
  expect(read('envoy_cluster_upstream_rq_time_bucket', served, { le: '25.0' })).toEqual(['latencyBucket/0.025']);
  expect(read('envoy_cluster_upstream_rq', called, { response_code: '200' })).toEqual(['calls/payment']);
  expect(read('envoy_cluster_upstream_rq_time_sum', called)).toEqual(['callSeconds/payment']);
  expect(read('envoy_cluster_upstream_rq_time_count', called)).toEqual(['callCount/payment']);
});
