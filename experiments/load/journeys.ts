import { isClosed, thinkTimeOf, type LoadSpec } from './spec';
import type { Shape } from './shape';

/** A journey as it is played. */
export interface ReadyJourney {
  readonly name: string;
  readonly weight: number;
  /** Its steps, as indices of `requestsOf`. */
  readonly kinds: readonly number[];
  /** Seconds that the user thinks after each of them. */
  readonly thinkTimes: readonly number[];
}

/** The journeys of a load; null where each request stands alone. */
export function journeysOf(load: Pick<LoadSpec, 'journeys' | 'thinkTime'>): readonly ReadyJourney[] | null {
  if (load.journeys === undefined) return null;
  let kinds = 0;
  return load.journeys.map(({ name, weight = 1, steps }) => ({
    name,
    weight,
    kinds: steps.map(() => kinds++),
    thinkTimes: steps.map(({ thinkTime }) => thinkTime ?? thinkTimeOf(load)),
  }));
}

type Journeys = Pick<LoadSpec, 'journeys' | 'thinkTime'>;

/** Mean over the journeys that begin, by their weights. */
function mean(load: Journeys, of: (journey: ReadyJourney) => number, alone: number): number {
  const all = journeysOf(load);
  if (all === null) return alone;
  const total = all.reduce((sum, { weight }) => sum + weight, 0);
  return all.reduce((sum, journey) => sum + (journey.weight * of(journey)) / total, 0);
}

/** Requests of a journey, on average; 1 where each request stands alone. */
export const meanSteps = (load: Journeys): number => mean(load, ({ kinds }) => kinds.length, 1);

/** Seconds of a journey in which the user thinks, on average: after each step but the last. */
export const meanThinking = (load: Journeys): number =>
  mean(load, ({ thinkTimes }) => thinkTimes.slice(0, -1).reduce((sum, seconds) => sum + seconds, 0), 0);

/** Whether requests of that kind begin a journey; all do where each stands alone. */
export function begins(load: Journeys): (kind: number) => boolean {
  const all = journeysOf(load);
  if (all === null) return () => true;
  const first = new Set(all.map(({ kinds }) => kinds[0]));
  return (kind) => first.has(kind);
}

/** The shape of what arrives at a rate: of the journeys, where the load's rates are of their requests. */
export function arriving(shape: Shape): Shape {
  const { load } = shape;
  if (load.journeys === undefined || isClosed(load)) return shape;
  const steps = meanSteps(load);
  return { ...shape, load: { ...load, stages: load.stages.map((stage) => ({ ...stage, rate: stage.rate / steps })) } };
}
