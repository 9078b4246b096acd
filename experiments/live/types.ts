import type { ChartPage } from '../report/charts';
import type { Verdict } from '../types';
import type { SloSoFar } from './soFar';

export type Phase = 'preflight' | 'warm-up' | 'measured' | 'cool-down' | 'queries' | 'over';

/** What the page shows besides charts; whole in each message. Times are seconds since the load's start. */
export interface Status {
  readonly phase: Phase;
  readonly phases: readonly { readonly phase: Phase; readonly seconds: number | null }[];
  /** Null before the load. */
  readonly second: number | null;
  /** Until the end of the phase, and of the cool-down; null where nobody knows. */
  readonly left: { readonly phase: number | null; readonly run: number | null };
  /** What the run said last. */
  readonly doing: string;
  /** The newest second of which all is known, by and large. */
  readonly figures: readonly { readonly name: string; readonly value: number | null; readonly unit: string }[];
  readonly slos: readonly SloSoFar[];
  readonly end: null | {
    readonly verdict: Verdict;
    readonly reasons: readonly string[];
    /** Of report.html, for people. */
    readonly report: string;
  };
}

/** Something that happened: seconds since the load's start, null before there is one. */
export interface Entry {
  readonly second: number | null;
  readonly kind: string;
  readonly text: string;
}

export interface Head {
  readonly id: string;
  readonly stack: string;
  readonly startedAt: string;
  readonly experiment: string;
  readonly variant: string;
  readonly workload: string;
}

/** All that a page needs which has just been opened. */
export interface Snapshot {
  readonly head: Head;
  readonly status: Status;
  /** Null before the load. */
  readonly charts: (ChartPage & { readonly names: Readonly<Record<string, string>> }) | null;
  readonly log: readonly Entry[];
}

/** What has changed since the message before. */
export interface Update {
  readonly status: Status;
  /** [index, second, values of all series of all charts in their order]; an index may be the next after the last. */
  readonly rows: readonly (readonly [number, number, readonly (number | null)[]])[];
  /** Only where they have changed. */
  readonly bands?: ChartPage['bands'];
  readonly marks?: ChartPage['marks'];
  /** New ones. */
  readonly log: readonly Entry[];
}
