import type { ExperimentSpec, Gap, Recording, Target } from '../types';
import type { RequestSummary } from './requests';
import { formatNumber } from './units';
import type { Window } from './window';

/** What makes a run invalid, and what is worth knowing but does not. Both are sentences. */
export interface Validity {
  readonly wrong: readonly string[];
  readonly warnings: readonly string[];
}

/** Share of the offered requests that may be missing. */
export const MAX_SHORTFALL = 0.01;
/** A gap longer than this many seconds, or gaps of one source over this share of the observed time, make a run invalid. */
export const MAX_GAP_SECONDS = 10;
export const MAX_GAP_SHARE = 0.05;
/**
 * How far the application's count of served requests may lie outside what the load generator served (lower bound) and sent (upper
 * bound: a request that timed out may have been served all the same). A counter is scraped every few seconds, so a pod that is
 * removed takes its last ones with it.
 */
export const MAX_DISAGREEMENT = 0.02;
/** How far the number of recorded requests may be from k6's own. */
export const MAX_RECORDING_LOSS = 0.01;

export interface Facts {
  readonly recording: Recording;
  readonly spec: ExperimentSpec;
  readonly target: Omit<Target, 'kubeconfig'>;
  readonly window: Window;
  readonly requests: RequestSummary;
  /** Requests due in the measured window. */
  readonly offered: number;
  readonly dropped: number;
  /** Over the whole load with its warm-up. */
  readonly whole: { readonly sent: number; readonly served: number; readonly byApplication: number | null };
}

export function validity(facts: Facts): Validity {
  const found = [
    windowComplete(facts),
    generatorKeptUp(facts),
    gaps(facts),
    recordingComplete(facts),
    applicationAgrees(facts),
    connections(facts),
    autoscaler(facts),
    pods(facts),
    targets(facts),
  ];
  return { wrong: found.flatMap(({ wrong = [] }) => wrong), warnings: found.flatMap(({ warnings = [] }) => warnings) };
}

type Check = Partial<Validity>;

function windowComplete({ window }: Facts): Check {
  const { load, cooldown } = window.missing;
  if (load > 0) return { wrong: [`The recording ended ${formatNumber(load)} s before the load was due to end.`] };
  return cooldown > 0
    ? { wrong: [`The recording ended ${formatNumber(cooldown)} s before the cool-down was over.`] }
    : {};
}

function generatorKeptUp({ spec, requests, offered, dropped }: Facts): Check {
  // k6 rounds each stage down to whole requests.
  const rounding = spec.load.stages.length + 1;
  const missing = Math.max(dropped, offered - requests.sent - rounding);
  const shortfall = offered > 0 ? missing / offered : 0;
  if (shortfall > MAX_SHORTFALL) {
    return {
      wrong: [
        `The load generator could not keep up: it sent ${requests.sent} of ${Math.round(offered)} requests due (${dropped} dropped), ` +
          `${formatNumber(shortfall * 100)} % short; at most ${MAX_SHORTFALL * 100} % may be missing. Lower the rate or the timeout, ` +
          'or give the generator more CPU.',
      ],
    };
  }
  const excess = requests.sent - offered - rounding;
  if (excess > MAX_SHORTFALL * offered) {
    return {
      warnings: [
        `${Math.round(excess)} more requests were sent than were due; redirects count as requests of their own.`,
      ],
    };
  }
  return {};
}

/** One long gap, or many short ones of the same source, leave too much unseen. */
function gaps({ recording, window }: Facts): Check {
  const { measuredFrom, observedTo } = window;
  const clipped = recording.gaps
    .map((gap) => ({ ...gap, from: Math.max(gap.from, measuredFrom), to: Math.min(gap.to, observedTo) }))
    .filter(({ from, to }) => to > from);
  const sources = [...new Set(clipped.map(({ source }) => source))];
  const wrong: string[] = [];
  const warnings: string[] = [];
  for (const source of sources) {
    const own = clipped.filter((gap) => gap.source === source);
    const total = own.reduce((sum, { from, to }) => sum + to - from, 0) / 1000;
    const longest = Math.max(...own.map(({ from, to }) => to - from)) / 1000;
    const text =
      `"${source}" has gaps of ${formatNumber(total)} s in the observed time, the longest of ${formatNumber(longest)} s ` +
      `(${messages(own)}).`;
    const tooMuch = longest > MAX_GAP_SECONDS || total > (MAX_GAP_SHARE * (observedTo - measuredFrom)) / 1000;
    (tooMuch ? wrong : warnings).push(
      tooMuch
        ? `${text} At most ${MAX_GAP_SECONDS} s at once and ${MAX_GAP_SHARE * 100} % in all may be missing.`
        : text,
    );
  }
  return { wrong, warnings };
}

function messages(list: readonly Gap[]): string {
  return [...new Set(list.map(({ message }) => message))].slice(0, 3).join('; ');
}

/** Every request that k6 counted must be in the recording, or the percentiles are not taken from all. */
function recordingComplete({ recording, whole }: Facts): Check {
  if (recording.summary === null)
    return { wrong: ["k6's own summary never came: the load generator did not end as it should."] };
  const counted = summaryValue(recording.summary, 'http_reqs', 'count');
  if (counted === null)
    return { warnings: ["k6's own summary does not say how many requests it sent, so the recording was not checked."] };
  if (Math.abs(counted - whole.sent) <= MAX_RECORDING_LOSS * counted) return {};
  return {
    wrong: [
      `k6 counted ${counted} requests and ${whole.sent} were recorded; at most ${MAX_RECORDING_LOSS * 100} % may differ.`,
    ],
  };
}

/** A value of k6's summary, in the form that handleSummary gets (under `values`) or that --summary-export writes (without). */
export function summaryValue(
  summary: Readonly<Record<string, unknown>>,
  metric: string,
  statistic: string,
): number | null {
  const found = member(member(summary, 'metrics'), metric);
  const value = member(member(found, 'values'), statistic) ?? member(found, statistic);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function applicationAgrees({ target, recording, whole }: Facts): Check {
  const { servedCounter } = target.workload;
  if (servedCounter === undefined) return {};
  const { byApplication, served, sent } = whole;
  if (byApplication === null) {
    const reason = recording.series.servedTotal?.reason ?? 'no data';
    return { wrong: [`The application's own count of served requests (${servedCounter}) is unknown: ${reason}.`] };
  }
  const low = served * (1 - MAX_DISAGREEMENT);
  const high = sent * (1 + MAX_DISAGREEMENT);
  if (byApplication >= low && byApplication <= high) return {};
  return {
    wrong: [
      `The application served ${formatNumber(byApplication)} requests by its own count (${servedCounter}), the load generator saw ` +
        `${served} served of ${sent} sent; at most ${MAX_DISAGREEMENT * 100} % may differ.`,
    ],
  };
}

function connections({ requests }: Facts): Check {
  if (requests.unconnected === 0) return {};
  const share = formatNumber((100 * requests.unconnected) / requests.sent);
  return {
    warnings: [
      `${requests.unconnected} requests (${share} %) failed before they were connected; their latency is 0 here, as in k6's own numbers, ` +
        'so read the latencies together with the error rate.',
    ],
  };
}

/** An HPA that cannot read its metric scales nothing; that is worth knowing whatever the verdict is. */
function autoscaler({ target, recording, window }: Facts): Check {
  const { hpa } = target.autoscaler;
  if (hpa === undefined) return {};
  if (recording.hpa.length === 0) return { wrong: [`The HorizontalPodAutoscaler "${hpa}" was never observed.`] };
  let blind = 0;
  const reasons = new Set<string>();
  recording.hpa.forEach((point, index) => {
    const from = Math.max(point.time, window.measuredFrom);
    const to = Math.min(recording.hpa[index + 1]?.time ?? Infinity, window.measuredTo);
    if (to <= from || (point.scalingActive === 'True' && point.metric !== null)) return;
    blind += (to - from) / 1000;
    if (point.scalingActive !== 'True' && point.reason !== '') reasons.add(point.reason);
  });
  if (blind === 0) return {};
  const why = reasons.size > 0 ? ` (${[...reasons].join(', ')})` : '';
  return {
    warnings: [
      `The HPA had no metric for ${formatNumber(blind)} s of the measured window${why}. Pods that are too busy for their readiness probe ` +
        'are one cause.',
    ],
  };
}

function pods({ recording, window }: Facts): Check {
  const warnings = recording.pods
    .filter(({ restarts }) => restarts > 0)
    .map(({ name, restarts }) => `Pod ${name} restarted ${restarts === 1 ? 'once' : `${restarts} times`}.`);
  const never = recording.pods.filter(
    ({ ready, created, deleted }) => ready === null && deleted === null && created <= window.measuredTo,
  );
  return {
    warnings: [
      ...warnings,
      ...never.map(
        ({ name, scheduled }) => `Pod ${name} never became ready${scheduled === null ? ': it was not scheduled' : ''}.`,
      ),
    ],
  };
}

function targets({ recording, window }: Facts): Check {
  const points = recording.series.targetsUp?.points ?? [];
  const down = points.filter(([time, up]) => time >= window.measuredFrom && time <= window.measuredTo && up < 1);
  if (down.length === 0) return {};
  const lowest = Math.min(...down.map(([, up]) => up));
  return {
    warnings: [
      `Scrape targets were down in ${down.length} of Prometheus' samples of the measured window, at worst ${formatNumber((1 - lowest) * 100)} % of them.`,
    ],
  };
}
