import type { ExperimentSpec, Recording } from '../types';
import { loadSeconds } from '../load/shape';

/** The spans that SLIs are taken over, milliseconds since the epoch. */
export interface Window {
  readonly loadStart: number;
  /** Warm-up over. */
  readonly measuredFrom: number;
  /** End of the load, or of the recording if that came first. */
  readonly measuredTo: number;
  /** End of the cool-down, or of the recording if that came first. */
  readonly observedTo: number;
  /** Seconds from `measuredFrom` to `measuredTo`. */
  readonly seconds: number;
  /** Seconds of load and of cool-down that were not recorded. */
  readonly missing: { readonly load: number; readonly cooldown: number };
}

export type WindowOrReason = { readonly window: Window } | { readonly reason: string };

export function measuredWindow(recording: Pick<Recording, 'loadStart' | 'to'>, spec: ExperimentSpec): WindowOrReason {
  const { loadStart, to } = recording;
  if (loadStart === null || !Number.isFinite(loadStart)) return { reason: 'the load never started' };
  const measuredFrom = loadStart + spec.warmup * 1000;
  const loadEnd = loadStart + loadSeconds(spec) * 1000;
  const cooldownEnd = loadEnd + spec.cooldown * 1000;
  if (loadEnd <= measuredFrom) return { reason: 'the load has no stage longer than 0 s' };
  if (to <= measuredFrom) return { reason: 'the recording ended before the warm-up did' };
  const measuredTo = Math.min(loadEnd, to);
  const observedTo = Math.min(cooldownEnd, to);
  return {
    window: {
      loadStart,
      measuredFrom,
      measuredTo,
      observedTo,
      seconds: (measuredTo - measuredFrom) / 1000,
      missing: { load: (loadEnd - measuredTo) / 1000, cooldown: (cooldownEnd - Math.max(observedTo, loadEnd)) / 1000 },
    },
  };
}
