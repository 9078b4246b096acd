import type { RunObserver } from '../observer';
import type { ExperimentSpec, Target } from '../types';
import type { Notes } from './notes';

/** Who is told of a run. */
export interface Listeners {
  /** Takes a line about what is going on. */
  readonly report: (message: string) => void;
  /** Takes the line about the load, once a second; it stands for the one before. @default `report` takes it every ten seconds */
  readonly status?: (line: string) => void;
  readonly observer: RunObserver;
}

/** What every part of a run works with. */
export interface RunContext {
  readonly spec: ExperimentSpec;
  readonly target: Target;
  readonly notes: Notes;
  readonly listeners: Listeners;
  /** Aborted: the run ends, and keeps what it has. */
  readonly signal: AbortSignal;
}
