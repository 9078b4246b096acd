import type { Requests } from '../types';
import { Column } from './columns';
import { MARK } from './k6';

/** Different messages of k6's own log that are kept. */
const MAX_MESSAGES = 20;
/** k6 logs this for each request that fails; the request's own line says more. */
const FAILED = 'Request Failed';

/** A request as the progress shows it. */
export interface Recent {
  /** Its number, in the order in which requests were sent. */
  readonly iteration: number;
  readonly start: number;
  readonly end: number;
  readonly duration: number;
  readonly ok: boolean;
}

/** What k6 wrote, taken in line by line as it arrives. */
export class K6Output {
  /** When the scenario began, Unix ms; null until k6 has said so. */
  loadStart: number | null = null;
  summary: Readonly<Record<string, unknown>> | null = null;
  /** k6's own log, each message once, with how often it came. */
  readonly messages = new Map<string, number>();
  /** Failed requests by k6's error code (https://grafana.com/docs/k6/latest/javascript-api/error-codes/). */
  readonly errors = new Map<number, number>();
  private readonly iteration = new Column((length) => new Uint32Array(length));
  private readonly end = new Column((length) => new Float64Array(length));
  private readonly duration = new Column((length) => new Float64Array(length));
  private readonly elapsed = new Column((length) => new Float64Array(length));
  private readonly status = new Column((length) => new Uint16Array(length));
  private readonly ok = new Column((length) => new Uint8Array(length));

  line(text: string): void {
    const mark = text.slice(0, text.indexOf(' '));
    const rest = text.slice(mark.length + 1);
    if (mark === MARK.request && this.request(rest)) return;
    if (mark === MARK.start && Number.isFinite(Number(rest))) this.loadStart = Number(rest);
    else if (mark === MARK.summary) this.summary = parseObject(rest);
    else if (text.trim() !== '' && text !== FAILED) this.message(text);
  }

  /** Requests recorded so far. */
  get count(): number {
    return this.end.length;
  }

  requests(): Requests {
    return {
      end: this.end.toArray(),
      elapsed: this.elapsed.toArray(),
      duration: this.duration.toArray(),
      status: this.status.toArray(),
      ok: this.ok.toArray(),
    };
  }

  /** When the request that ended last did. */
  get lastEnd(): number | undefined {
    return this.count === 0 ? undefined : this.end.at(this.count - 1);
  }

  /** Requests that ended at or after `from`, newest first: looks at no more than those. */
  *since(from: number): Generator<Recent> {
    for (let index = this.end.length - 1; index >= 0 && this.end.at(index) >= from; index--) {
      yield {
        iteration: this.iteration.at(index),
        start: this.end.at(index) - this.elapsed.at(index),
        end: this.end.at(index),
        duration: this.duration.at(index),
        ok: this.ok.at(index) === 1,
      };
    }
  }

  private request(rest: string): boolean {
    const fields = rest.split(' ').map(Number);
    if (fields.length !== 6 || !fields.every((field) => Number.isFinite(field))) return false;
    const [iteration, end, elapsed, duration, status, error] = fields as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    if (error !== 0) this.errors.set(error, (this.errors.get(error) ?? 0) + 1);
    this.iteration.push(iteration);
    this.end.push(end);
    this.elapsed.push(elapsed);
    this.duration.push(duration);
    this.status.push(status);
    this.ok.push(status >= 200 && status < 400 ? 1 : 0);
    return true;
  }

  private message(text: string): void {
    if (this.messages.size < MAX_MESSAGES || this.messages.has(text)) {
      this.messages.set(text, (this.messages.get(text) ?? 0) + 1);
    }
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
