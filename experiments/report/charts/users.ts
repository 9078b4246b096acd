import { corners } from '../../load/shape';
import { isClosed } from '../../load/spec';
import { rateAt } from '../../shapes/line';
import type { TimelineRow } from '../../slis/timeline';
import type { Chart, Charted } from './types';

/** The virtual users of a closed loop, in which nothing is offered that could be drawn; none of an open one. */
export function usersChart({ spec }: Charted, rows: readonly TimelineRow[]): Chart[] {
  if (!isClosed(spec.load)) return [];
  const line = corners(spec);
  const values = rows.map(({ phase, second }) => (phase === 'idle' || second === null ? null : rateAt(line, second)));
  const series = [{ label: 'users', tone: 'neutral', values, steps: true }] as const;
  return [{ id: 'users', title: 'Virtual users', unit: 'users', series, lines: [] }];
}
