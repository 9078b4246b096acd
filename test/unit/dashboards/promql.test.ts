import { sampleRequests } from '../../../components/workload/requestMetrics';
import { failedShare, quantile, requestRate, underWay } from '../../../dashboards/promql';

const users = 'namespace="$namespace",app=~"$app",route!~"/healthz|/readyz|/metrics"';

describe('PromQL of the dashboards', () => {
  it('takes quantiles from the summed histogram of all pods', () => {
    expect(quantile(0.95, sampleRequests, 'app')).toBe(
      `histogram_quantile(0.95, sum by (app, le) (rate(http_request_duration_seconds_bucket{${users}}[$__rate_interval])))`,
    );
  });

  it('counts requests of users, with further matchers where they are given', () => {
    expect(requestRate(sampleRequests, 'app', ',status="200"')).toBe(
      `sum by (app) (rate(node_http_requests_total{${users},status="200"}[$__rate_interval]))`,
    );
  });

  it('gives no failed requests as 0, and no requests as nothing', () => {
    const all = `sum by (app) (rate(node_http_requests_total{${users}}[$__rate_interval]))`;
    const failed = `sum by (app) (rate(node_http_requests_total{${users},status=~"[45].."}[$__rate_interval]))`;
    expect(failedShare(sampleRequests, 'app')).toBe(`(${failed} or 0 * ${all}) / ${all}`);
  });

  it('counts requests under way by the time that they take', () => {
    expect(underWay(sampleRequests, 'app')).toBe(
      `sum by (app) (rate(http_request_duration_seconds_sum{${users}}[$__rate_interval]))`,
    );
  });
});
