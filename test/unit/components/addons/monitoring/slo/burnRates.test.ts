import { burnRateRules } from '../../../../../../components/addons/monitoring/slo/burnRates';
import type { Objective } from '../../../../../../components/addons/monitoring/slo/objectives';
import { sampleRequests } from '../../../../../../components/workload/requestMetrics';

const requests = { metrics: sampleRequests, namespace: 'shop', app: 'cart', path: '/' };
const objective = (budget: number): Objective => ({
  slo: 'an objective',
  budget,
  miss: 'it failed',
  missed: (window) => `bad[${window}]`,
  all: (window) => `all[${window}]`,
});
const alerts = (budget: number) =>
  burnRateRules([objective(budget)], requests)
    .flatMap(({ rules }) => rules)
    .filter(({ alert }) => alert !== undefined);

describe('burn rates', () => {
  it('records the share of requests that miss the objective, in units of what may', () => {
    const recorded = burnRateRules([objective(0.01)], requests).flatMap(({ rules }) =>
      rules.filter((rule) => rule.record),
    );
    expect(recorded.map(({ record }) => record)).toEqual(
      ['5m', '30m', '1h', '6h', '3d'].map((window) => `slo:burn_rate:rate${window}`),
    );
    expect(recorded[0]).toEqual({
      record: 'slo:burn_rate:rate5m',
      expr: 'bad[5m] / all[5m] / 0.01',
      labels: { slo: 'an objective', namespace: 'shop', app: 'cart' },
    });
  });

  // The Site Reliability Workbook, chapter 5, table 5-8.
  it('alerts by the windows and rates of the SRE Workbook', () => {
    expect(alerts(0.001).map(({ expr, labels }) => [labels?.['severity'], expr])).toEqual([
      ['page', 'slo:burn_rate:rate1h{slo="an objective"} > 14.4 and slo:burn_rate:rate5m{slo="an objective"} > 14.4'],
      ['page', 'slo:burn_rate:rate6h{slo="an objective"} > 6 and slo:burn_rate:rate30m{slo="an objective"} > 6'],
      ['ticket', 'slo:burn_rate:rate3d{slo="an objective"} > 1 and slo:burn_rate:rate6h{slo="an objective"} > 1'],
    ]);
  });

  it('has no alert that could never fire: at a budget of 10 % all failing is a burn rate of 10', () => {
    expect(alerts(0.1).map(({ labels }) => labels?.['long_window'])).toEqual(['6h', '3d']);
    expect(alerts(0.5).map(({ labels }) => labels?.['long_window'])).toEqual(['3d']);
  });

  it('has no rules where there is no objective', () => {
    expect(burnRateRules([], requests)).toEqual([]);
  });

  it('names what burns, how fast and what that spends', () => {
    expect(alerts(0.05)[0]?.annotations).toEqual({
      summary: 'The error budget of "an objective" burns at more than 14.4 times the rate that lasts 30 days.',
      description:
        'Over the last 1h, and over the last 5m, more than 72 % of the requests missed the objective (it failed); 5 % may. ' +
        '1h of that spend 2 % of the budget of 30 days.',
    });
  });
});
