/** The journeys of a load: how many were begun and finished, and how long their requests took. */
import { journeysOf } from '../load/journeys';
import { requestsOf, type Method } from '../load/spec';
import type { Facts } from './facts';
import { percentile } from './percentile';
import { summarise } from './requests';

/** Requests sent in the measured window. */
export interface SentRequests {
  readonly sent: number;
  /** Of them those without an answer in time, or with a status of 400 or more. */
  readonly failed: number;
  /** ms; null: none was sent. */
  readonly latencyP50: number | null;
  readonly latencyP95: number | null;
  readonly latencyP99: number | null;
}

/** A journey over the measured window. */
export interface JourneyResult extends SentRequests {
  readonly name: string;
  /** Journeys whose first step, and whose last step, was sent in it. */
  readonly begun: number;
  readonly finished: number;
  readonly steps: readonly (SentRequests & { readonly method: Method; readonly path: string })[];
}

/** Undefined where each request stands alone. */
export function journeyResults({ recording, spec, window }: Facts): JourneyResult[] | undefined {
  const journeys = journeysOf(spec.load);
  if (journeys === null) return undefined;
  const requests = requestsOf(spec.load);
  const of = (kinds: readonly number[]): SentRequests => {
    const { sent, failed, latencies } = summarise(recording.requests, window.measuredFrom, (index) =>
      kinds.includes(recording.requests.kind?.[index] ?? 0),
    );
    const at = (p: number): number | null => percentile(latencies, p);
    return { sent, failed, latencyP50: at(0.5), latencyP95: at(0.95), latencyP99: at(0.99) };
  };
  return journeys.map(({ name, kinds }) => {
    const steps = kinds.map((kind) => {
      const { method, path } = requests[kind]!;
      return { method, path, ...of([kind]) };
    });
    return { name, begun: steps[0]?.sent ?? 0, finished: steps.at(-1)?.sent ?? 0, ...of(kinds), steps };
  });
}
