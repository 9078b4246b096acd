import { setTimeout as sleep } from 'node:timers/promises';

/** Where a container's log can be read, and read again after the connection broke. */
export interface LogSource {
  /**
   * Opens the log with the kubelet's timestamps, following it. With `since` (RFC 3339) only from that time on, to the second.
   */
  open(since: string | undefined): Promise<AsyncIterable<string>>;
  /** Whether the container has ended, so that its log grows no more. `gone`: so is the log. */
  ended(): Promise<boolean | 'gone'>;
}

/** How the log came to its end: whole, or with what followed the last line lost, because the pod is gone. */
export type LogEnd = 'complete' | 'gone';

export interface FollowOptions {
  readonly signal?: AbortSignal;
  /** Told when the log cannot be read; once for each time. */
  readonly interrupted?: (error: unknown) => void;
  /** Milliseconds to wait before reading again. @default 500 */
  readonly pause?: number;
}

/**
 * Gives each line of a log once, apart from its timestamp, through broken streams and restarts of the API server. A stream that ends is
 * not the end of the log: an API server that shuts down ends it just so. The log is complete when it was read to its end
 * after the container had ended.
 */
export async function followLog(
  source: LogSource,
  line: (text: string, stamp: string) => void,
  { signal, interrupted, pause = 500 }: FollowOptions = {},
): Promise<LogEnd> {
  const position = new Position();
  for (;;) {
    signal?.throwIfAborted();
    let ended: boolean | 'gone' = false;
    let whole = false;
    try {
      ended = await source.ended();
      if (ended === 'gone') return 'gone';
      position.rewind();
      for await (const raw of await source.open(position.since)) {
        const text = position.next(raw);
        if (text !== undefined) line(text, position.since ?? '');
      }
      whole = true;
    } catch (error) {
      signal?.throwIfAborted();
      interrupted?.(error);
    }
    if (ended === true && whole) return 'complete';
    await sleep(pause, undefined, { signal });
  }
}

/**
 * The place in the log: the last timestamp, and how many lines had it. The kubelet writes timestamps with nine digits, in
 * one zone, so that they compare as text.
 */
class Position {
  private last = '';
  private count = 0;
  /** Lines with the last timestamp met since the log was opened again. */
  private met = 0;
  private again = false;

  get since(): string | undefined {
    return this.last === '' ? undefined : this.last;
  }

  rewind(): void {
    this.met = 0;
    this.again = this.last !== '';
  }

  /** The line's text if it is new. */
  next(raw: string): string | undefined {
    const space = raw.indexOf(' ');
    const [stamp, text] = space < 0 ? [raw, ''] : [raw.slice(0, space), raw.slice(space + 1)];
    if (this.again) {
      if (stamp < this.last) return undefined;
      if (stamp === this.last && this.met < this.count) {
        this.met++;
        return undefined;
      }
      this.again = false;
    }
    this.count = stamp === this.last ? this.count + 1 : 1;
    this.last = stamp;
    return text;
  }
}
