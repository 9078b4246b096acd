import { scaleOf, type Scale } from '../../../report/scale';
import type { TimelineRow } from '../../../slis/timeline';
import type { ReportedRun } from '../model';

/** A run with its timeline. */
export interface Timed extends ReportedRun {
  readonly timeline: readonly TimelineRow[];
}

/** What is drawn above each other. */
export interface Panel {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly Line[];
  /** Of the values of all variants. */
  readonly scale: (values: readonly number[]) => Scale;
}

export interface Line {
  readonly field: 'offered' | 'served' | 'p95' | 'ready';
  readonly tone: string;
  readonly steps?: true;
  /** Of the other runs of the variant too. */
  readonly every: boolean;
}

const fromZero = (values: readonly number[]): Scale => scaleOf(values, { zero: true, linear: true });
export const PANELS: readonly Panel[] = [
  {
    title: 'Offered (dashed) and served',
    unit: 'requests/s',
    lines: [
      { field: 'offered', tone: 'neutral', steps: true, every: false },
      { field: 'served', tone: 'blue', every: true },
    ],
    scale: fromZero,
  },
  {
    title: 'p95',
    unit: 'ms',
    lines: [{ field: 'p95', tone: 'orange', every: true }],
    // A refused connection has a latency of 0.
    scale: (values) => scaleOf(values.filter((value) => value > 0)),
  },
  {
    title: 'Ready replicas',
    unit: 'replicas',
    lines: [{ field: 'ready', tone: 'green', steps: true, every: true }],
    scale: fromZero,
  },
];
