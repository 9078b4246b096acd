import { LoadOutput } from '../load/merged';
import type { Journal } from '../record/journal';
import { Timeline, type Observation } from '../record/observations';

/** What a run has seen so far. What is noted goes into the journal as well. */
export class Notes {
  readonly timeline = new Timeline();
  readonly output = new LoadOutput();

  constructor(readonly journal: Journal) {}

  note(observation: Observation): void {
    this.timeline.add(observation);
    this.journal.write(observation);
  }

  /** What makes the run invalid. */
  problem(message: string): void {
    this.note({ kind: 'problem', time: Date.now(), message });
  }

  warning(message: string): void {
    this.note({ kind: 'warning', time: Date.now(), message });
  }
}
