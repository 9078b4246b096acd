/** What the variants that count requests ask of a workload with a counter of its own. */
import { MATCHERS } from '../components/autoscalers/scaledObject';
import { sampleRequests } from '../components/workload/requestMetrics';
import { isObject, type Written } from '../experiments/layers';
import type { Problem } from './problems';
import type { OwnWorkload } from './workload';

/** Counters of the sample application, which the settings of some variants have as their default. */
const SAMPLE_COUNTERS = ['heavywork_requests_total', sampleRequests.total];

/** The experiment as written, with the workload's path where it names none. */
export function withPath(experiment: unknown, own: OwnWorkload | null): unknown {
  if (own === null || !isObject(experiment) || experiment['preset'] === 'none') return experiment;
  const load = experiment['load'] ?? {};
  if (!isObject(load) || 'path' in load || 'requests' in load) return experiment;
  return { ...experiment, load: { ...load, path: own.path } };
}

/** A counter of requests and the labels of its series; without it the variants count the sample's. */
export interface OwnCounter {
  readonly counter?: string | undefined;
  readonly selector?: Readonly<Record<string, string>> | undefined;
}

/** The key `settings` as written, with the workload's own counter where a variant's settings name none. */
export function withCounter(settings: unknown, { counter, selector }: OwnCounter): unknown {
  if (counter === undefined || !isObject(settings)) return settings;
  const of = (variant: string): Written => (isObject(settings[variant]) ? settings[variant] : {});
  const named = (written: Written): Written =>
    'counter' in written ? written : { counter, ...(selector && !('selector' in written) && { selector }), ...written };
  const queried = (written: Written, window: string): Written =>
    'query' in written ? written : { query: `sum(rate(${counter}{${matchers(selector)}}[${window}]))`, ...written };
  const multi = of('hpa-multi');
  const metrics = Array.isArray(multi['metrics'])
    ? (multi['metrics'] as unknown[])
    : [{ type: 'cpu' }, { type: 'requests' }];
  return {
    ...settings,
    'hpa-requests': named(of('hpa-requests')),
    'hpa-external': named(of('hpa-external')),
    'hpa-multi': {
      ...multi,
      metrics: metrics.map((metric) =>
        isObject(metric) && ['requests', 'external'].includes(String(metric['type'])) ? named(metric) : metric,
      ),
    },
    'keda-prometheus': queried(of('keda-prometheus'), '2m'),
    'keda-zero': queried(of('keda-zero'), '30s'),
  };
}

const matchers = (selector: Readonly<Record<string, string>> = {}): string =>
  [MATCHERS, ...Object.entries(selector).map(([label, value]) => `${label}=${JSON.stringify(value)}`)].join(',');

/**
 * Settings of the chosen variant that count what only the sample application counts.
 * @param settings of the variant, complete
 * @param written all settings as the user wrote them: what stands there is meant
 */
export function counterProblems(own: OwnWorkload, variant: string, settings: unknown, written: unknown): Problem[] {
  const [missing] = SAMPLE_COUNTERS.filter((counter) => names(settings, counter) && !names(written, counter));
  if (missing !== undefined)
    return [
      {
        path: 'autoscaler',
        value: variant,
        allowed: `it counts requests by ${missing}, which only the sample application has: set workload.metrics.counter to a counter of the workload's${own.kind === 'image' ? ' and workload.metrics.path to where it is' : ''}, or choose a variant that needs none (hpa-cpu, keda-cpu, vpa)`,
      },
    ];
  const { counter, servedCounter } = own.metrics ?? {};
  const asked = servedCounter ?? (counter !== undefined && names(settings, counter) ? counter : undefined);
  return own.kind === 'image' && own.metrics?.path === undefined && asked !== undefined
    ? [
        {
          path: 'workload.metrics.path',
          value: undefined,
          allowed: `the path at which the workload shows ${asked}, for example "/metrics"`,
        },
      ]
    : [];
}

const names = (settings: unknown, counter: string): boolean => JSON.stringify(settings ?? null).includes(counter);
