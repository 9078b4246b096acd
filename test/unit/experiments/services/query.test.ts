import type { PrometheusDriver } from 'prometheus-query';
import { queryMesh, queryService } from '../../../../experiments/services/query';

interface Answer {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, number])[];
}

/** A Prometheus that gives these series whatever it is asked, and keeps what that was. */
function prometheus(...answers: readonly Answer[]) {
  const asked: string[] = [];
  const instantQuery = (query: string) => {
    asked.push(query);
    const result = answers.map(({ name, labels, values }) => ({
      metric: { name, labels },
      values: values.map(([time, value]) => ({ time: new Date(time), value })),
    }));
    return Promise.resolve({ result });
  };
  return { driver: { instantQuery } as unknown as PrometheusDriver, asked };
}

const asked = { namespace: 'shop', pods: ['cart-1', 'cart-2'], span: { from: 0, to: 10_000 } };
const requests: Answer = {
  name: 'istio_requests_total',
  labels: { reporter: 'destination', response_code: '200', destination_workload: 'cart' },
  values: [
    [0, 5],
    [10_000, 25],
  ],
};

test('the mesh is asked by the names that all clusters have, for the pods of the service', async () => {
  const { driver, asked: texts } = prometheus(requests);
  const found = await queryMesh(driver, asked);
  expect(texts).toEqual([
    '{__name__=~"istio_requests_total|istio_request_duration_milliseconds_(bucket|sum|count)|container_cpu_usage_seconds_total|' +
      'container_cpu_cfs_throttled_periods_total|container_cpu_cfs_periods_total",namespace="shop",pod=~"cart-1|cart-2"}[40s]',
  ]);
  expect(found['mesh/requests']).toMatchObject({ query: texts[0], unit: 'requests' });
  expect(found['mesh/requests']?.points.at(-1)).toEqual([10_000, 20]);
});

test('where there is no mesh nothing is recorded of it', async () => {
  const cpu: Answer = { name: 'container_cpu_usage_seconds_total', labels: { container: 'app' }, values: [[0, 1]] };
  expect(await queryMesh(prometheus(cpu).driver, asked)).toEqual({});
  expect(await queryMesh(prometheus(requests).driver, { ...asked, pods: [] })).toEqual({});
});

test('a query that is not answered is told of, and throws nothing', async () => {
  const signal = AbortSignal.abort();
  const driver = { instantQuery: () => Promise.reject(new Error('503')) } as unknown as PrometheusDriver;
  const [app, mesh] = await Promise.all([
    queryService(driver, { ...asked, signal }),
    queryMesh(driver, { ...asked, signal }),
  ]);
  expect(app['requests']).toMatchObject({ points: [], reason: 'Prometheus did not answer: 503' });
  expect(mesh['mesh/requests']).toMatchObject({ points: [], reason: 'Prometheus did not answer: 503' });
});

test('the application: no data and no pods say so', async () => {
  expect((await queryService(prometheus().driver, asked))['requests']?.reason).toBe('Prometheus has no data for it');
  expect((await queryService(prometheus().driver, { ...asked, pods: [] }))['requests']?.reason).toBe('no pod was seen');
});
