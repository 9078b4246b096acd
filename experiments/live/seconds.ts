import type { Recent } from '../load/output';
import type { SecondOfLoad } from '../slis/timeline';

interface Cell {
  sent: number;
  served: number;
  readonly latencies: number[];
  /** Numbers of the first and the last request that was sent in it, of those that have ended. */
  first: number;
  last: number;
}

const empty = (): Cell => ({ sent: 0, served: 0, latencies: [], first: Infinity, last: -Infinity });

/** Requests by second, as they come; index 0 begins at `first` (Unix ms). */
export class Seconds {
  private readonly cells = new Map<number, Cell>();
  private changed = new Set<number>();

  constructor(private readonly first: number) {}

  add({ iteration, start, end, duration, ok }: Recent): void {
    const began = this.cell(start);
    began.sent++;
    began.first = Math.min(began.first, iteration);
    began.last = Math.max(began.last, iteration);
    const ended = this.cell(end);
    ended.latencies.push(duration);
    if (ok) ended.served++;
  }

  /** Of seconds without a request too. Costs in proportion to the requests of that second. */
  at(index: number): SecondOfLoad {
    const { sent, served, latencies } = this.cells.get(index) ?? empty();
    return { sent, served, dropped: 0, latencies: Float64Array.from(latencies).sort() };
  }

  /**
   * How many were sent in the second by their numbers, which run on through those that are still on their way; null where none of them
   * has ended.
   */
  sentByNumber(index: number): number | null {
    const cell = this.cells.get(index);
    return cell === undefined || cell.sent === 0 ? null : cell.last - cell.first + 1;
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
    const found = this.cells.get(index) ?? empty();
    this.cells.set(index, found);
    return found;
  }
}
