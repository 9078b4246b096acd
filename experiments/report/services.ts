import { MESH_DESCRIPTIONS } from '../services/meshSignals';
import { SIGNALS } from '../services/signals';
import { chosenSource, resultOf } from '../services/source';
import type { ServiceResult, SignalName, Signals, SignalSource } from '../services/types';
import { formatNumber } from '../slis/units';
import type { TimelineRow } from '../slis/timeline';
import type { Recording, Result } from '../types';
import type { Chart, Tone } from './charts';
import { html, type Html } from './html';
import { servicesGraph } from './servicesGraph';

/** Of a row in a chart: the time around it that its value is over, ms. A scrape comes every five seconds. */
const AROUND = 5000;
/** Rows with a value of their own at most; those between repeat it. */
const MOST = 600;

const STYLES: readonly (readonly [Tone, readonly number[] | undefined])[] = [
  ['blue', undefined],
  ['orange', [8, 3]],
  ['purple', [2, 3]],
  ['green', undefined],
  ['red', [8, 3]],
  ['neutral', [2, 3]],
];

interface SignalChart {
  readonly signal: SignalName;
  readonly title: string;
  readonly unit: string;
  readonly factor?: number;
}

/** One chart a signal, with a line for each service. */
const CHARTS: readonly SignalChart[] = [
  { signal: 'rate', title: 'Services: traffic', unit: 'requests/s' },
  { signal: 'latencyP95', title: 'Services: latency, p95', unit: 'ms' },
  { signal: 'errorShare', title: 'Services: errors', unit: '% of requests', factor: 100 },
  { signal: 'cpuOfLimit', title: 'Services: CPU of the limit', unit: '%', factor: 100 },
  { signal: 'queue', title: 'Services: requests waiting', unit: 'requests' },
  { signal: 'replicas', title: 'Services: ready replicas', unit: 'replicas' },
];

/** Instead of the queue, which the mesh does not see. */
const IN_FLIGHT: SignalChart = { signal: 'inFlight', title: 'Services: requests in them', unit: 'requests' };

/** The golden signals of each service over time; none for a workload that is one service. */
export function serviceCharts(
  { target }: Pick<Result, 'target'>,
  { services }: Pick<Recording, 'services'>,
  rows: readonly TimelineRow[],
): Chart[] {
  if (services === undefined || target.services === undefined) return [];
  const step = Math.ceil(rows.length / MOST);
  const source = chosenSource(services, target.services);
  const charts = source === 'app' ? CHARTS : CHARTS.map((chart) => (chart.signal === 'queue' ? IN_FLIGHT : chart));
  const found = target.services.map((service) => {
    const own = services[service.name];
    let last: Signals | null = null;
    const signals = rows.map(({ time, phase }, index) => {
      if (own === undefined || phase === 'idle') return null;
      if (index % step === 0 || last === null) {
        last = resultOf(own, service, time - AROUND, time + AROUND, source).signals;
      }
      return last;
    });
    return { name: service.name, signals };
  });
  return charts.map(({ signal, title, unit, factor = 1 }) => ({
    ...(found.every(({ signals }) => signals.every((one) => one?.[signal] == null)) && { empty: 'There is no data.' }),
    id: `services-${signal}`,
    title,
    unit,
    series: found.map(({ name, signals }, index) => {
      const [tone, dash] = STYLES[index % STYLES.length] ?? ['neutral', undefined];
      const values = signals.map((one) => (one?.[signal] == null ? null : one[signal] * factor));
      return { label: name, tone, values, ...(dash && { dash }) };
    }),
    lines: [],
  }));
}

type Columns = readonly (readonly [group: string, signals: readonly (readonly [SignalName, string])[]])[];

const REQUESTS: Columns = [
  ['Traffic', [['rate', 'rate']]],
  ['Errors', [['errorShare', 'failed']]],
  [
    'Latency',
    [
      ['latencyMean', 'mean'],
      ['latencyP95', 'p95'],
      ['latencyP99', 'p99'],
    ],
  ],
];
const APP: Columns = [
  ...REQUESTS,
  [
    'Where the mean goes',
    [
      ['poolWait', 'pool'],
      ['workWait', 'turn'],
      ['work', 'work'],
      ['delay', 'delay'],
      ['downstreamWait', 'others'],
    ],
  ],
  [
    'Saturation',
    [
      ['cpuOfLimit', 'CPU'],
      ['throttled', 'throttled'],
      ['queue', 'waiting'],
      ['replicas', 'replicas'],
    ],
  ],
];

const MESH: Columns = [
  ...REQUESTS,
  [
    'Where the mean goes',
    [
      ['work', 'CPU time'],
      ['downstreamWait', 'others'],
    ],
  ],
  [
    'Saturation',
    [
      ['cpuOfLimit', 'CPU'],
      ['throttled', 'throttled'],
      ['inFlight', 'in it'],
      ['proxyCpu', 'proxy'],
      ['replicas', 'replicas'],
    ],
  ],
];

const INTRODUCTIONS: Readonly<Record<SignalSource, string>> = {
  app:
    'from its own counters as Prometheus scraped them. The mean latency is the time of waiting for a place in the pool and for the turn to work, of ' +
    'working, of the fixed delay, and of waiting for other services.',
  mesh:
    'as the mesh sees them: its requests by its own proxy, its calls by the caller’s, CPU and throttling by cAdvisor. What of the mean latency is ' +
    'neither CPU nor waiting for other services is its own too: queues, and waits without CPU.',
};

/** The golden signals of each service over the measured window, and the graph of the calls. Null for a workload that is one service. */
export function servicesSection({ services, target }: Pick<Result, 'services' | 'target'>): Html | null {
  if (services === undefined) return null;
  const source = Object.values(services).some(({ from }) => from === 'mesh') ? 'mesh' : 'app';
  const groups = source === 'mesh' ? MESH : APP;
  const columns = groups.flatMap(([, signals]) => signals);
  const rows = Object.entries(services).map(
    ([name, result]) =>
      html`<tr>
        <th scope="row">${name}</th>
        ${columns.map(([signal]) => html`<td class="value">${cell(result.signals[signal], signal)}</td>`)}
        <td class="soft">${note(result)}</td>
      </tr>`,
  );
  return html`<section id="services">
    <h2>Services</h2>
    <p>
      The four golden signals of each service over the measured window, ${INTRODUCTIONS[source]}
      <code>npm run testbed -- bottleneck</code> says which one to scale first.
    </p>
    <div class="scroll" role="region" aria-label="Golden signals of the services" tabindex="0">
      <table>
        <thead>
          <tr>
            <td></td>
            ${groups.map(([group, { length }]) => html`<th scope="colgroup" colspan="${length}">${group}</th>`)}
            <td></td>
          </tr>
          <tr>
            <th scope="col">Service</th>
            ${columns.map(([signal, title]) => html`<th scope="col" class="value">${title}${UNITS[SIGNALS[signal].unit]}</th>`)}
            <th scope="col">Note</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    <dl>
      ${columns.map(
        ([signal, title]) =>
          html`<dt>${title}</dt>
            <dd>${(source === 'mesh' ? MESH_DESCRIPTIONS[signal] : undefined) ?? SIGNALS[signal].description}</dd>`,
      )}
    </dl>
    ${servicesGraph({ services, target })}
  </section>`;
}

/** As a column's heading says it. */
const UNITS: Readonly<Record<string, string>> = { '1/s': ', /s', share: ', %', ms: ', ms', cores: ', cores' };

function cell(value: number | null, signal: SignalName): string {
  if (value === null) return '–';
  return formatNumber(Number((SIGNALS[signal].unit === 'share' ? value * 100 : value).toPrecision(3)));
}

/** Why there is nothing, and which codes the failures had. */
function note({ reason, codes = {} }: ServiceResult): string {
  const failures = Object.entries(codes).map(([code, share]) => `${code}: ${cell(share, 'errorShare')} %`);
  return [...(reason === undefined ? [] : [reason]), ...failures].join(', ');
}
