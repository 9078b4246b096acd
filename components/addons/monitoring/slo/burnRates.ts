import type { Rule, RuleGroup } from '../rules';
import type { Objective, Requests } from './objectives';

interface BurnRate {
  /** How many times faster than the SLO period allows the error budget is burnt. */
  readonly rate: number;
  readonly long: Window;
  /** Shows that it still burns, so that the alert ends soon after the cause. */
  readonly short: Window;
  readonly severity: 'page' | 'ticket';
  /** Share of the budget of 30 days that is gone by then. */
  readonly spent: string;
}
type Window = '5m' | '30m' | '1h' | '6h' | '3d';

/** Google, The Site Reliability Workbook, chapter 5, table 5-8: multiwindow, multi-burn-rate alerts for an SLO period of 30 days. */
const BURN_RATES: readonly BurnRate[] = [
  { rate: 14.4, long: '1h', short: '5m', severity: 'page', spent: '2 %' },
  { rate: 6, long: '6h', short: '30m', severity: 'page', spent: '5 %' },
  { rate: 1, long: '3d', short: '6h', severity: 'ticket', spent: '10 %' },
];

/** Groups of windows, by how often they are looked at: a long one changes slowly and costs more to compute. */
const GROUPS: readonly { name: string; interval: string; windows: readonly Window[] }[] = [
  { name: 'slo-fast', interval: '15s', windows: ['5m', '30m', '1h'] },
  { name: 'slo-slow', interval: '1m', windows: ['6h', '3d'] },
];

/** Name of the series that holds the burn rate over a window; its labels are `slo`, `namespace` and `app`. */
const record = (window: Window): string => `slo:burn_rate:rate${window}`;

/** Recording rules for the burn rate of each objective over each window, and the alerts on them. */
export function burnRateRules(objectives: readonly Objective[], { namespace, app }: Requests): RuleGroup[] {
  if (objectives.length === 0) return [];
  const labels = ({ slo }: Objective) => ({ slo, namespace, app });
  const recording = GROUPS.map(({ name, interval, windows }): RuleGroup => ({
    name,
    interval,
    rules: objectives.flatMap((objective) =>
      windows.map((window): Rule => ({
        record: record(window),
        expr: `${objective.missed(window)} / ${objective.all(window)} / ${objective.budget}`,
        labels: labels(objective),
      })),
    ),
  }));
  const alerts = objectives.flatMap((objective) =>
    BURN_RATES.filter(({ rate }) => isAttainable(rate, objective)).map((burn) => alert(objective, burn)),
  );
  return [...recording, { name: 'slo-alerts', interval: '15s', rules: alerts }];
}

/** With all requests missing the objective the budget burns at 1 / budget: an alert above that would never come. */
function isAttainable(rate: number, { budget }: Objective): boolean {
  return rate * budget < 1;
}

function alert({ slo, budget, miss }: Objective, { rate, long, short, severity, spent }: BurnRate): Rule {
  const over = (window: Window) => `${record(window)}{slo="${slo}"} > ${rate}`;
  return {
    alert: 'ErrorBudgetBurn',
    expr: `${over(long)} and ${over(short)}`,
    labels: { severity, long_window: long, short_window: short },
    annotations: {
      summary: `The error budget of "${slo}" burns at more than ${rate} times the rate that lasts 30 days.`,
      description:
        `Over the last ${long}, and over the last ${short}, more than ${percent(rate * budget)} % of the requests missed the objective (${miss}); ` +
        `${percent(budget)} % may. ${long} of that spend ${spent} of the budget of 30 days.`,
    },
  };
}

/** Without the last digits of binary fractions. */
function percent(share: number): number {
  return Number((share * 100).toPrecision(6));
}
