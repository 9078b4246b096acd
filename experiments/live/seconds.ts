import type { Recent } from '../load/output';
import type { SecondOfLoad } from '../slis/timeline';

interface Cell {
  sent: number;
  served: number;
  readonly latencies: number[];
}

/** Requests by second, as they come; index 0 begins at `first` (Unix ms). */
export class Seconds {
  private readonly cells = new Map<number, Cell>();
  private changed = new Set<number>();

  constructor(private readonly first: number) {}

  add({ start, end, duration, ok }: Recent): void {
    this.cell(start).sent++;
    const ended = this.cell(end);
    ended.latencies.push(duration);
    if (ok) ended.served++;
  }

  /** Of seconds without a request too. Costs in proportion to the requests of that second. */
  at(index: number): SecondOfLoad {
    const { sent, served, latencies } = this.cells.get(index) ?? { sent: 0, served: 0, latencies: [] };
    return { sent, served, dropped: 0, latencies: Float64Array.from(latencies).sort() };
  }

  /** The seconds that have changed since this was asked before. */
  takeChanged(): ReadonlySet<number> {
    const { changed } = this;
    this.changed = new Set();
    return changed;
  }

  private cell(time: number): Cell {
    const index = Math.floor((time - this.first) / 1000);
    this.changed.add(index);
    const found = this.cells.get(index) ?? { sent: 0, served: 0, latencies: [] };
    this.cells.set(index, found);
    return found;
  }
}
