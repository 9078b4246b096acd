import { resultOf } from '../services/source';
import type { SignalSource, TargetService } from '../services/types';
import type { Recording, ExperimentSpec } from '../types';
import type { Level } from './types';

/** Part of a level that is left out at its begin, while queues grow to what they then are. */
const SETTLING = 0.2;

export interface Ramp {
  /** Arrival rate of the highest level, requests per second. */
  readonly rate: number;
  readonly levels: number;
  /** Length of each, s. */
  readonly seconds: number;
}

/** The experiment with levels of rising load, evenly spaced, in place of its own. */
export function rampSpec(spec: ExperimentSpec, { rate, levels, seconds }: Ramp): ExperimentSpec {
  const { path, requests, journeys, thinkTime, timeout, reuseConnections } = spec.load;
  const stages = Array.from({ length: levels }, (_one, index) => ({
    rate: Number(((rate * (index + 1)) / levels).toFixed(2)),
    duration: seconds,
  }));
  return {
    name: 'bottleneck',
    warmup: Math.min(spec.warmup, 5),
    cooldown: 0,
    slos: [],
    load: {
      ...{ driver: 'k6', path, requests, timeout, reuseConnections, stages },
      ...(journeys && { journeys, thinkTime }),
    },
  };
}

/** A rate that is held for less, ms, is no level: the services are looked at every five seconds. */
const SHORTEST = 5000;

/** The levels of a run, the lowest first: its stages, each without the ramp before it and what comes at its begin. */
export function levelsOf(
  recording: Recording,
  spec: ExperimentSpec,
  services: readonly TargetService[],
  source: SignalSource = 'app',
): Level[] {
  const { loadStart } = recording;
  if (loadStart === null) return [];
  let time = loadStart + spec.warmup * 1000;
  const levels = spec.load.stages.map(({ rate, duration, ramp = 0 }) => {
    const begin = time + ramp * 1000;
    const to = begin + duration * 1000;
    const from = begin + duration * 1000 * SETTLING;
    time = to;
    const found = services.flatMap((service) => {
      const own = recording.services?.[service.name];
      return own === undefined ? [] : [[service.name, resultOf(own, service, from, to, source)] as const];
    });
    return { offered: rate, from, to, services: Object.fromEntries(found) };
  });
  return levels.filter(({ from, to }) => to - from >= SHORTEST).sort((a, b) => a.offered - b.offered);
}
