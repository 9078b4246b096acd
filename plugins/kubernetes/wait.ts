import type { CallContext } from '../rpc/types';
import type { Objects } from './client/objects';
import { follow, type Selection } from './client/watch';
import { diagnose } from './diagnosis';
import { describe, type KubeObject } from './object';
import type { Readiness, Rule } from './readiness/types';

/** How often an object that is not ready is looked into, ms. */
const DIAGNOSIS_MS = 3000;

/** What takes less time than this is not worth a status line, ms. */
export const QUIET_MS = 1000;

/** The object exists but did not become ready. */
export class NotReadyError extends Error {
  constructor(
    /** As it was seen last. */
    readonly live: KubeObject,
    /** The headline, then one line for each cause found. */
    readonly reasons: readonly string[],
  ) {
    super(reasons.join('; '));
  }
}

export function selectionOf({ apiVersion, kind, metadata }: KubeObject): Selection {
  return {
    apiVersion,
    kind,
    namespace: metadata.namespace,
    selector: { fieldSelector: `metadata.name=${metadata.name}` },
  };
}

/**
 * Waits until the object is ready and gives it as it then is. Meanwhile the resource's status says what is missing and why.
 * `timeout` in seconds. Throws `NotReadyError`, also when the signal aborts.
 */
export async function untilReady(
  objects: Objects,
  object: KubeObject,
  rule: Rule,
  timeout: number,
  { signal, status }: CallContext,
): Promise<KubeObject> {
  const done = new AbortController();
  const limit = AbortSignal.timeout(timeout * 1000);
  const stop = AbortSignal.any([done.signal, limit, signal]);
  const progress = new Progress(object, rule, status);
  const needs = rule.needs?.(object);
  // A wait that nothing needs in the end must not show as unhandled when it is stopped.
  const timer = setInterval(
    () =>
      void diagnose(objects, progress.live, { signal: stop, patience: 0 }).then(
        (lines) => progress.explain(lines),
        () => undefined,
      ),
    DIAGNOSIS_MS,
  );
  try {
    const watches = [
      consume(follow(objects, selectionOf(object), stop), ([live]) => progress.see(live)),
      ...(needs ? [consume(follow(objects, needs, stop), (related) => progress.relate(related))] : []),
    ];
    await Promise.race([progress.finished, ...watches]);
    return progress.live;
  } catch (error) {
    if (error instanceof NotReadyError) throw error;
    const lines = await diagnose(objects, progress.live, { patience: 0 }).catch(() => progress.lines);
    const cause = signal.aborted
      ? []
      : limit.aborted
        ? [
            `it was not ready within ${timeout} s (the annotation pulumi.com/timeoutSeconds or the resource option customTimeouts sets this)`,
          ]
        : [error instanceof Error ? error.message : String(error)];
    throw new NotReadyError(progress.live, [...progress.headline(), ...cause, ...lines]);
  } finally {
    clearInterval(timer);
    done.abort();
    status('');
  }
}

async function consume<T>(generator: AsyncGenerator<T, never>, use: (item: T) => void): Promise<never> {
  for await (const item of generator) use(item);
  throw new Error('the watch ended');
}

/** What is known so far, and the end of the wait. */
class Progress {
  readonly finished: Promise<void>;
  lines: readonly string[] = [];
  #finish!: () => void;
  #fail!: (error: Error) => void;
  #related: readonly KubeObject[] = [];
  #known: { object: boolean; related: boolean };
  #last: Readiness = { ready: false, reason: '' };
  #shown = '';
  readonly #start = Date.now();
  readonly #before: KubeObject;

  constructor(
    public live: KubeObject,
    private readonly rule: Rule,
    private readonly status: (message: string) => void,
  ) {
    this.#before = live;
    this.#known = { object: false, related: rule.needs?.(live) === undefined };
    this.finished = new Promise((resolve, reject) => {
      this.#finish = resolve;
      this.#fail = reject;
    });
    // Whoever waits hears of it by the race; when that is over, nobody has to.
    this.finished.catch(() => undefined);
  }

  see(live: KubeObject | undefined): void {
    if (live === undefined || (this.live.metadata.uid !== undefined && live.metadata.uid !== this.live.metadata.uid)) {
      this.#fail(
        new NotReadyError(this.live, [`${describe(this.live)} was deleted by someone else while it was waited for`]),
      );
      return;
    }
    this.live = live;
    this.#known.object = true;
    this.#evaluate();
  }

  relate(related: readonly KubeObject[]): void {
    this.#related = related;
    this.#known.related = true;
    this.#evaluate();
  }

  explain(lines: readonly string[]): void {
    this.lines = lines;
    this.#show();
  }

  headline(): string[] {
    return [`${describe(this.live)} is not ready${this.#last.reason === '' ? '' : `: ${this.#last.reason}`}`];
  }

  #evaluate(): void {
    if (!this.#known.object || !this.#known.related) return;
    this.#last = this.rule.check(this.live, this.#related, this.#before);
    if (this.#last.ready) this.#finish();
    else if (this.#last.failed) this.#fail(new Error('it has failed, so waiting longer is no use'));
    else this.#show();
  }

  #show(): void {
    if (Date.now() - this.#start < QUIET_MS) return;
    const text = ['waiting', this.#last.reason, ...this.lines.slice(0, 2)]
      .filter(Boolean)
      .join(': ')
      .replaceAll('\n', ' ');
    if (text !== this.#shown) this.status(text);
    this.#shown = text;
  }
}
