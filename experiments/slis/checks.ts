import { summariesOf, summaryValue, type Summary } from '../load/summary';
import type { Check, Recording, Target } from '../types';
import { type Decision, decisions } from '../rules/decisions';
import { recordingOf } from './graph';
import { percentile } from './percentile';
import type { RequestSummary } from './requests';
import { podSeconds } from './resources';
import { formatNumber } from './units';

/** How far the number of recorded requests, and percentiles over all of them, may be from the generator's own. */
const MAX_RECORDING_LOSS = 0.01;
/**
 * How far the application's count of served requests may lie outside what the load generator served (lower bound) and sent (upper
 * bound: a request that timed out may have been served all the same).
 */
const MAX_DISAGREEMENT = 0.02;
/** A pod that is removed under load takes with it what it counted after its last scrape: at most this many seconds of its share. */
const UNSCRAPED_SECONDS = 10;
/** Differences below this are rounding: k6 writes thousandths of a millisecond. */
const ROUNDING = 0.01;
/** Decisions of an HPA that are told one by one. */
const SHOWN_DIFFERENCES = 5;

/** The percentiles by their names in a summary. */
const PERCENTILES = { 'p(50)': 0.5, 'p(90)': 0.9, 'p(95)': 0.95, 'p(99)': 0.99, max: 1 } as const;

/** From the first request due to the end of the load, ms since the epoch. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * What two sources counted apart from each other, over the whole load with its warm-up: the generator's own summary has no shorter window.
 * `ok` is null where one of them does not say.
 */
export function crossChecks(
  recording: Recording,
  workload: Target['workload'],
  whole: RequestSummary,
  load: Span,
  { driver = 'k6', counted = whole }: { readonly driver?: string; readonly counted?: RequestSummary } = {},
): Check[] {
  return [
    requestsCheck(recording, whole, driver),
    ...latencyChecks(recording, driver),
    ...servedCheck(recording, workload, counted, load),
    ...hpaChecks(recording, load.from),
  ];
}

/** A sentence for a check that fails. */
export function disagreement({ name, value, reference, tolerance, note }: Check): string {
  const text = (number: number | null): string => (number === null ? 'unknown' : formatNumber(number));
  const may = note ?? `at most ${formatNumber(tolerance * 100)} % may differ`;
  return `${name}: ${text(value)} against ${text(reference)}; ${may}.`;
}

function requestsCheck({ summary }: Recording, { sent }: RequestSummary, driver: string): Check {
  const reference = summary === null ? null : summaryValue(summary, 'http_reqs', 'count');
  return compare(`Requests recorded, against ${driver}`, sent, reference);
}

/** Percentiles of several generators cannot be made into one: each is compared with its own. */
function latencyChecks({ summary, requests }: Recording, driver: string): Check[] {
  if (summary === null) return [];
  const several = summariesOf(summary);
  if (several.length === 0)
    return percentileChecks(
      summary,
      durations(requests, () => true),
      driver,
    );
  return several.flatMap(([name, own], generator) =>
    percentileChecks(
      own,
      durations(requests, (index) => requests.generator?.[index] === generator),
      `${driver} of generator ${name}`,
    ),
  );
}

function percentileChecks(summary: Summary, ascending: Float64Array, reference: string): Check[] {
  return Object.entries(PERCENTILES).flatMap(([statistic, p]) => {
    const own = summaryValue(summary, 'http_req_duration', statistic);
    return own === null
      ? []
      : [compare(`Latency ${statistic} in ms, against ${reference}`, percentile(ascending, p), own)];
  });
}

/** As the generator measures them, from when they were sent; ms, ascending. */
function durations({ duration, late }: Recording['requests'], of: (index: number) => boolean): Float64Array {
  return duration
    .map((value, index) => value - (late?.[index] ?? 0))
    .filter((_, index) => of(index))
    .sort();
}

function compare(name: string, value: number | null, reference: number | null): Check {
  const ok =
    value === null || reference === null
      ? null
      : Math.abs(value - reference) <= Math.max(MAX_RECORDING_LOSS * Math.abs(reference), ROUNDING);
  return { name, value, reference, tolerance: MAX_RECORDING_LOSS, ok };
}

function servedCheck(
  { series, pods, summary }: Recording,
  { servedCounter }: Target['workload'],
  { sent, served }: RequestSummary,
  load: Span,
): Check[] {
  if (servedCounter === undefined || sent === 0) return [];
  const value = countedByApplication(series);
  const tolerance = Math.max(MAX_DISAGREEMENT, unscrapedShare(pods, load));
  // What a generator cuts off at its end the application may have served.
  const most = sent + (summary === null ? 0 : (summaryValue(summary, 'cut_off', 'count') ?? 0));
  const ok = value === null ? null : value >= served * (1 - tolerance) && value <= most * (1 + MAX_DISAGREEMENT);
  const name = `Requests served by the application's own count (${servedCounter}), against the load generator`;
  return [{ name, value, reference: served, tolerance, ok }];
}

function unscrapedShare(pods: Recording['pods'], { from, to }: Span): number {
  const removed = pods.filter(
    ({ deleted }) => deleted !== null && deleted > from && deleted < to + UNSCRAPED_SECONDS * 1000,
  ).length;
  return removed === 0 ? 0 : (removed * UNSCRAPED_SECONDS) / podSeconds(pods, from, to);
}

/** The application's own count of what it served; null where Prometheus has none. */
export function countedByApplication(series: Recording['series']): number | null {
  const counted = series.servedTotal?.points.at(-1)?.[1];
  return counted !== undefined && Number.isFinite(counted) ? counted : null;
}

/** Of several services each HPA; the first one of them is the workload's. */
function hpaChecks(recording: Recording, loadStart: number): Check[] {
  const scaled = Object.entries(recording.services ?? {}).filter(([, { hpa = [] }]) => hpa.length > 0);
  if (scaled.length === 0) return hpaCheck(recording, loadStart);
  return scaled.flatMap(([name]) => hpaCheck(recordingOf(recording, name), loadStart, ` (${name})`));
}

/**
 * Each decision of the HPA against what Kubernetes' rules give for the metric in the same status. Advisory: one that differs says that
 * something is odd about the HPA (or about our rules), not that a number of the result is wrong.
 */
function hpaCheck(recording: Recording, loadStart: number, of = ''): Check[] {
  if (recording.hpa.length === 0) return [];
  const all = decisions(recording);
  const known = all.filter(({ expected }) => expected !== null);
  const differing = known.filter(differs);
  const exact = known.filter(({ expected }) => expected?.low === expected?.high).length;
  return [
    {
      name: `HPA decisions that agree with its rules on its own metric, of those that can be worked out${of}`,
      value: known.length - differing.length,
      reference: known.length,
      tolerance: 0,
      ok: known.length === 0 ? null : differing.length === 0,
      note: [
        `${exact} of ${known.length} can be worked out to the replica, the others to a range`,
        ...unknownReasons(all),
        ...differing.slice(0, SHOWN_DIFFERENCES).map((decision) => differenceText(decision, loadStart)),
        ...(differing.length > SHOWN_DIFFERENCES ? [`and ${differing.length - SHOWN_DIFFERENCES} more`] : []),
      ].join('; '),
      advisory: true,
    },
  ];
}

function differs({ desired, expected }: Decision): boolean {
  return expected !== null && (desired < expected.low || desired > expected.high);
}

function unknownReasons(all: readonly Decision[]): string[] {
  const reasons = all.flatMap(({ reason }) => (reason === undefined ? [] : [reason]));
  return reasons.length === 0
    ? []
    : [`${reasons.length} could not be worked out (${[...new Set(reasons)].join(', ')})`];
}

function differenceText({ time, desired, expected }: Decision, loadStart: number): string {
  const { low, high } = expected ?? { low: NaN, high: NaN };
  const wanted = low === high ? `${low}` : `${low} to ${high}`;
  return `at ${((time - loadStart) / 1000).toFixed(0)} s it asked for ${desired}, its rules give ${wanted}`;
}
