import type { TimelineRow } from '../../slis/timeline';
import type { Result } from '../../types';
import type { Analysis, Finding } from '../analysis';
import type { PlannedRun } from '../plan';

/** A run of a comparison, as its report needs it. */
export interface ReportedRun extends PlannedRun {
  readonly result: Result;
  /** Of its timeline.csv; without it there is no chart over time. */
  readonly timeline?: readonly TimelineRow[];
}

/** What is found under one load. */
export interface LoadAnalysis extends Analysis {
  readonly load: string;
}

export const isValid = ({ result }: ReportedRun): boolean => result.verdict !== 'invalid';

/** Each finding with a sign, and the class of its colour: never told by colour alone. */
export const FINDINGS: Readonly<Record<Finding, { readonly sign: string; readonly tone: string }>> = {
  better: { sign: '✓', tone: 'pass' },
  worse: { sign: '✗', tone: 'fail' },
  different: { sign: '≠', tone: '' },
  'not distinguishable': { sign: '≈', tone: '' },
  'too few runs': { sign: '?', tone: 'unknown' },
};
