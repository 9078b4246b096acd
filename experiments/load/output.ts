import type { Requests } from '../types';
import { Column } from './columns';

/** Different messages of the generator's own log that are kept. */
const MAX_MESSAGES = 20;

/** A request as a driver tells it. */
export interface SentRequest {
  /** Its number, in the order in which requests of the whole load were begun. */
  readonly iteration: number;
  /** When it was over, Unix ms. */
  readonly end: number;
  /** ms that it took with everything, connecting included. */
  readonly elapsed: number;
  /** ms of sending, waiting and receiving, without connecting. */
  readonly duration: number;
  /** HTTP status, 0 without an answer. */
  readonly status: number;
  /** Why it failed, as one of k6's error codes, whatever the driver; 0: it did not. */
  readonly error: number;
  /** Index of the request in the load's mix. @default 0 */
  readonly kind?: number;
  /** ms that it was begun after it was due, because everyone who could send it was busy. @default 0 */
  readonly late?: number;
}

/** A request as the progress shows it. */
export interface Recent {
  readonly iteration: number;
  readonly start: number;
  readonly end: number;
  readonly duration: number;
  readonly ok: boolean;
}

type Summary = Readonly<Record<string, unknown>>;

/** What one process of the load generator wrote, taken in line by line as it arrives. */
export class PartOutput {
  /** When its load began, Unix ms; null until it has said so. */
  loadStart: number | null = null;
  /** Its own summary of the whole load, in the form of k6's; null until it has come. */
  summary: Summary | null = null;
  /** Its own log, each message once, with how often it came. */
  readonly messages = new Map<string, number>();
  /** Failed requests by error code (https://grafana.com/docs/k6/latest/javascript-api/error-codes/). */
  readonly errors = new Map<number, number>();
  /** When requests were due that were never sent, Unix ms. */
  readonly dropped: number[] = [];
  /** Why its load cannot be used, by its own word. */
  failure: string | undefined;
  private readonly columns = {
    iteration: new Column((length) => new Uint32Array(length)),
    end: new Column((length) => new Float64Array(length)),
    elapsed: new Column((length) => new Float64Array(length)),
    duration: new Column((length) => new Float64Array(length)),
    status: new Column((length) => new Uint16Array(length)),
    error: new Column((length) => new Uint16Array(length)),
    kind: new Column((length) => new Uint8Array(length)),
    late: new Column((length) => new Float64Array(length)),
  };

  request({ kind = 0, late = 0, ...sent }: SentRequest): void {
    const { columns, errors } = this;
    if (sent.error !== 0) errors.set(sent.error, (errors.get(sent.error) ?? 0) + 1);
    columns.iteration.push(sent.iteration);
    columns.end.push(sent.end);
    columns.elapsed.push(sent.elapsed);
    // Who waits for an answer waits from when it was due.
    columns.duration.push(sent.duration + late);
    columns.status.push(sent.status);
    columns.error.push(sent.error);
    columns.kind.push(kind);
    columns.late.push(late);
  }

  message(text: string): void {
    if (text.trim() === '') return;
    if (this.messages.size < MAX_MESSAGES || this.messages.has(text)) {
      this.messages.set(text, (this.messages.get(text) ?? 0) + 1);
    }
  }

  /** Requests recorded so far. */
  get count(): number {
    return this.columns.end.length;
  }

  /** When the request that ended last did. */
  get lastEnd(): number | undefined {
    return this.count === 0 ? undefined : this.columns.end.at(this.count - 1);
  }

  requests(): Requests {
    const { end, elapsed, duration, status, error, kind, late } = this.columns;
    return {
      end: end.toArray(),
      elapsed: elapsed.toArray(),
      duration: duration.toArray(),
      status: status.toArray(),
      ok: status.toArray().reduce((ok, value, i) => ((ok[i] = isOk(value) ? 1 : 0), ok), new Uint8Array(this.count)),
      errorCode: error.toArray(),
      kind: kind.toArray(),
      late: late.toArray(),
    };
  }

  /** Requests that ended at or after `from`, newest first: looks at no more than those. */
  *since(from: number): Generator<Recent> {
    const { end } = this.columns;
    for (let index = end.length - 1; index >= 0 && end.at(index) >= from; index--) yield this.at(index);
  }

  /** The requests after the first `count`, in the order in which they came. */
  *after(count: number): Generator<Recent> {
    for (let index = count; index < this.count; index++) yield this.at(index);
  }

  private at(index: number): Recent {
    const { iteration, end, elapsed, duration, status } = this.columns;
    return {
      iteration: iteration.at(index),
      start: end.at(index) - elapsed.at(index),
      end: end.at(index),
      duration: duration.at(index),
      ok: isOk(status.at(index)),
    };
  }
}

const isOk = (status: number): boolean => status >= 200 && status < 400;
