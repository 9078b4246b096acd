import { objectives } from '../../../../../../components/addons/monitoring/slo/objectives';
import { sampleRequests } from '../../../../../../components/workload/requestMetrics';

const requests = { metrics: sampleRequests, namespace: 'shop', app: 'cart', path: '/heavywork?size=1' };
const where = 'namespace="shop",app="cart",route="/heavywork"';

describe('objectives with an error budget', () => {
  it('makes the bound of a quantile the share of requests that may take longer', () => {
    const [objective] = objectives([{ sli: 'latencyP95', max: 500 }], requests);
    expect(objective).toMatchObject({ slo: 'latencyP95 <= 500 ms', budget: 0.05, miss: 'it took longer than 0.5 s' });
    const all = `sum(rate(http_request_duration_seconds_count{${where}}[5m]))`;
    expect(objective?.all('5m')).toBe(all);
    expect(objective?.missed('5m')).toBe(
      `(${all} - sum(rate(http_request_duration_seconds_bucket{${where},le="0.5"}[5m])))`,
    );
  });

  it('takes the next lower bucket, the stricter one, where the bound is between two', () => {
    const [objective] = objectives([{ sli: 'latencyP99', max: 999 }], requests);
    expect(objective).toMatchObject({ budget: 0.01, miss: 'it took longer than 0.5 s' });
  });

  it('finds the bucket of a whole second however Prometheus writes it', () => {
    const [objective] = objectives([{ sli: 'latencyP50', max: 1000 }], requests);
    expect(objective?.missed('1h')).toContain('le=~"1|1.0"');
  });

  it.each([
    ['availability' as const, { min: 0.99 }, 'availability >= 0.99'],
    ['errorRate' as const, { max: 0.01 }, 'errorRate <= 0.01'],
  ])('counts failed requests for %s, none as 0', (sli, bound, slo) => {
    const [objective] = objectives([{ sli, ...bound }], requests);
    const all = `sum(rate(node_http_requests_total{${where}}[1h]))`;
    const failed = `sum(rate(node_http_requests_total{${where},status=~"[45].."}[1h]))`;
    expect(objective).toMatchObject({ slo, budget: 0.01 });
    expect(objective?.missed('1h')).toBe(`(${failed} or 0 * ${all})`);
  });

  it.each([
    ['is not about single requests', { sli: 'cpuUtilization' as const, max: 0.8 }],
    ['allows no request to miss it', { sli: 'latencyMax' as const, max: 500 }],
    ['leaves no budget', { sli: 'availability' as const, min: 1 }],
    ['is below every bucket', { sli: 'latencyP95' as const, max: 0.5 }],
    ['has its bound on the other side', { sli: 'latencyP95' as const, min: 5 }],
  ])('leaves out an objective that %s', (_, slo) => {
    expect(objectives([slo], requests)).toEqual([]);
  });
});
