import { offeredBy } from '../load/arrivals';
import type { Check, ExperimentSpec, Recording, Result, Target } from '../types';
import { begins } from '../load/journeys';
import { requestsOf } from '../load/spec';
import { crossChecks } from './checks';
import { type RequestSummary, summarise } from './requests';
import type { Window } from './window';

/** What the SLIs of a run and its validity are made from. */
export interface Facts {
  readonly recording: Recording;
  readonly spec: ExperimentSpec;
  readonly target: Omit<Target, 'kubeconfig'>;
  readonly window: Window;
  /** Sent in the measured window. */
  readonly requests: RequestSummary;
  /** Requests due in the measured window; null in a closed loop, where none is. */
  readonly offered: number | null;
  /** Of them that could not be sent; of a journey that did not begin the mean number of its steps. */
  readonly dropped: number;
  /** Journeys begun in the measured window; where there are none, requests. */
  readonly begun: number;
  /** Over the whole load with its warm-up. */
  readonly whole: RequestSummary;
  /** Those of them that the application's own counter counts. */
  readonly counted: RequestSummary;
  readonly checks: readonly Check[];
  /** How the load's increases and its falls were answered. */
  readonly reactions: Result['reactions'];
  readonly scaleDowns: Result['reactions'];
}

export const NO_REQUEST = { reason: 'no request was sent in the measured window' };

export function gather(
  recording: Recording,
  spec: ExperimentSpec,
  target: Facts['target'],
  window: Window,
  answers: Pick<Facts, 'reactions' | 'scaleDowns'>,
): Facts {
  const { loadStart, measuredFrom, measuredTo } = window;
  const whole = summarise(recording.requests, -Infinity);
  const counted = countedRequests(whole, recording, spec, target);
  const span = { from: loadStart, to: measuredTo };
  const requests = summarise(recording.requests, measuredFrom);
  const first = begins(spec.load);
  const begun = spec.load.journeys
    ? summarise(recording.requests, measuredFrom, (index) => first(recording.requests.kind?.[index] ?? 0)).sent
    : requests.sent;
  return {
    recording,
    spec,
    target,
    window,
    requests,
    offered: offeredBy(spec)?.((measuredFrom - loadStart) / 1000, (measuredTo - loadStart) / 1000) ?? null,
    dropped: recording.dropped.reduce((sum, { time, count }) => (time >= measuredFrom ? sum + count : sum), 0),
    begun,
    whole,
    counted,
    checks: crossChecks(recording, target.workload, whole, span, { driver: spec.load.driver, counted }),
    ...answers,
  };
}

/** Of a mix, the requests of the path that the application counts. */
function countedRequests(
  whole: RequestSummary,
  { requests }: Recording,
  { load }: ExperimentSpec,
  { workload }: Facts['target'],
): RequestSummary {
  const all = requestsOf(load);
  const kinds = all.flatMap(({ path }, kind) => (path === (workload.servedPath ?? path) ? [kind] : []));
  if (kinds.length === all.length) return whole;
  return summarise(requests, -Infinity, (index) => kinds.includes(requests.kind?.[index] ?? 0));
}
