import type { Definition, Definitions, ValuesOf } from '../definition';
import { type Facts, NO_REQUEST } from '../facts';
import { percentile } from '../percentile';
import { LATENCY_QUANTILES } from '../recovery';

const K6 = 'k6, metrics/sink.go TrendSink.P: linear interpolation between the closest ranks at p x (n - 1)';
const ALL =
  'of all requests sent in the measured window, served, failed and timed-out ones alike; connecting is not included';

function latency(words: string): Definition {
  return { unit: 'ms', description: `${words} ${ALL}.`, source: K6, core: true };
}

export const LATENCY = {
  latencyP50: latency('Half of the latencies are at most this: the median'),
  latencyP90: latency('90 % of the latencies are at most this: the 90th percentile'),
  latencyP95: latency('95 % of the latencies are at most this: the 95th percentile'),
  latencyP99: latency('99 % of the latencies are at most this: the 99th percentile'),
  latencyMax: { ...latency('The longest latency'), source: 'k6, metrics/sink.go TrendSink' },
} as const satisfies Definitions;

export function latencies({ requests }: Facts): ValuesOf<typeof LATENCY> {
  const of = (name: keyof typeof LATENCY) =>
    percentile(requests.latencies, LATENCY_QUANTILES[name] as number) ?? NO_REQUEST;
  return {
    latencyP50: of('latencyP50'),
    latencyP90: of('latencyP90'),
    latencyP95: of('latencyP95'),
    latencyP99: of('latencyP99'),
    latencyMax: of('latencyMax'),
  };
}
