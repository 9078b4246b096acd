import type { ServiceResult } from '../services/types';
import type { JourneyResult } from '../slis/journeys';
import type { Reaction } from './reaction';
import type { ExperimentSpec } from './spec';
import type { Target } from './target';

export interface Sli {
  /** Null with a reason where it cannot be known. No data is not zero. */
  readonly value: number | null;
  readonly unit: string;
  readonly description: string;
  /** Where the formula comes from. */
  readonly source?: string;
  readonly reason?: string;
  /** Only with a null value: it had not ended when watching ended, so it is at least this (a right-censored observation). */
  readonly atLeast?: number;
  /** Only with a null value: there is no such thing in this run, which makes nothing invalid. */
  readonly notApplicable?: true;
}

export type Verdict = 'pass' | 'fail' | 'invalid';

/** Two sources of one number, compared. */
export interface Check {
  readonly name: string;
  readonly value: number | null;
  readonly reference: number | null;
  /** How far they may be apart, as a share. */
  readonly tolerance: number;
  /** Null: one of them is not known. */
  readonly ok: boolean | null;
  /** What is not known, or what is odd. */
  readonly note?: string;
  /** If it fails the run is not invalid: no SLI rests on it. */
  readonly advisory?: true;
}

export interface Result {
  readonly schema: 'autoscaling-testbed/result/v1';
  /** Which formulas made it (slis/version.ts); without it the first ones. */
  readonly analysis?: { readonly version: number };
  readonly id: string;
  readonly stack: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly spec: ExperimentSpec;
  readonly target: Omit<Target, 'kubeconfig'>;
  readonly environment: {
    readonly kubernetes: string | null;
    readonly nodes: readonly {
      name: string;
      cpu: string;
      memory: string;
      kubelet: string;
      runtime: string;
      kernel: string;
    }[];
    readonly host: { cpus: number; memoryBytes: number; node: string };
    readonly loadGenerator: string | null;
  };
  readonly window: {
    /** When the first request was due; the warm-up lies between it and `measuredFrom`. */
    readonly loadStart: string | null;
    readonly measuredFrom: string | null;
    readonly measuredTo: string | null;
    /** End of the cool-down: replicas and pods are counted from `measuredFrom` to here. */
    readonly observedTo: string | null;
  };
  readonly slis: Readonly<Record<string, Sli>>;
  /** The golden signals of each service over the measured window, of a workload of several. */
  readonly services?: Readonly<Record<string, ServiceResult>>;
  /** How the load's journeys went, where it is made of some. */
  readonly journeys?: readonly JourneyResult[];
  readonly slos: readonly { sli: string; min?: number; max?: number; value: number | null; pass: boolean | null }[];
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
  /** How each increase of the load was answered. */
  readonly reactions: readonly Reaction[];
  /** How each fall was. @default an earlier analysis did not say */
  readonly scaleDowns?: readonly Reaction[];
  /** Cross-checks of what was recorded; one that fails makes the run invalid. */
  readonly checks: readonly Check[];
}

/** What identifies a run and the ground it ran on; it goes into the result as it is. */
export type RunMeta = Pick<Result, 'id' | 'stack' | 'startedAt' | 'endedAt' | 'environment'>;
