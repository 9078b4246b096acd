import { offeredBy, type Offered } from '../../load/arrivals';
import { loadSeconds, type Shape } from '../../load/shape';
import type { ExperimentSpec } from '../../types';
import { demandOver } from '../demand';
import type { Point } from '../steps';

/** What the load asks for, as all rows of a timeline need it. */
export interface TimelineFrame {
  /** Ms since the epoch; null: it never started. */
  readonly loadStart: number | null;
  readonly offered: Offered | null;
  /** Seconds of load, warm-up included. */
  readonly seconds: number;
  /** Seconds. */
  readonly warmup: number;
  /** Replicas; null where that is not known. */
  readonly demand: readonly Point[] | null;
}

export function timelineFrame(
  { warmup, load, demand }: Shape & Pick<ExperimentSpec, 'demand'>,
  loadStart: number | null,
): TimelineFrame {
  const shape = { warmup, load };
  const wanted = loadStart === null ? undefined : demandOver(demand?.curve, shape, loadStart);
  return {
    loadStart,
    offered: offeredBy(shape),
    seconds: loadSeconds(shape),
    warmup,
    demand: wanted !== undefined && 'points' in wanted ? wanted.points : null,
  };
}
