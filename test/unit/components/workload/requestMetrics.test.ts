import { Metrics } from '../../../../apps/sample/metrics';
import { sampleRequests } from '../../../../components/workload/requestMetrics';

it("names the sample application's metrics as it exposes them", async () => {
  const metrics = new Metrics(() => 3);
  metrics.observe({ method: 'GET', route: '/heavywork', status: 503, seconds: 0.2 });
  const text = await metrics.registry.metrics();
  const { total, duration, route, buckets, waiting } = sampleRequests;
  expect(text).toMatch(new RegExp(`^${total}{.*${route}="/heavywork",status="503"} 1$`, 'm'));
  expect(text).toMatch(new RegExp(`^${waiting} 3$`, 'm'));
  const bounds = [...text.matchAll(new RegExp(`^${duration}_bucket{le="([^"+]+)",${route}="/heavywork"}`, 'gm'))];
  expect(bounds.map(([, bound]) => Number(bound))).toEqual(buckets);
});
