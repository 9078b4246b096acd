import type { Recording, Requests } from '../types';
import { PartOutput, type Recent } from './output';

type Summary = NonNullable<Recording['summary']>;

/** What all processes of the load generator wrote, as one. */
export class LoadOutput {
  private readonly parts = new Map<string, PartOutput>();

  /** The output of the part of that name; begun if it is new. */
  part(name: string): PartOutput {
    const part = this.parts.get(name) ?? new PartOutput();
    this.parts.set(name, part);
    return part;
  }

  /** When the load began, by the first that said so, Unix ms; null until one has. */
  get loadStart(): number | null {
    const starts = this.all.flatMap(({ loadStart }) => (loadStart === null ? [] : [loadStart]));
    return starts.length === 0 ? null : Math.min(...starts);
  }

  /** When the request that ended last did. */
  get lastEnd(): number | undefined {
    const ends = this.all.flatMap(({ lastEnd }) => (lastEnd === undefined ? [] : [lastEnd]));
    return ends.length === 0 ? undefined : Math.max(...ends);
  }

  get failures(): string[] {
    return this.all.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
  }

  /** The summaries of all, of one that of its own; null while one is missing. */
  get summary(): Summary | null {
    const summaries = this.all.flatMap(({ summary }) => (summary === null ? [] : [summary]));
    if (summaries.length === 0 || summaries.length < this.parts.size) return null;
    return summaries.length === 1
      ? summaries[0]!
      : { generators: Object.fromEntries(this.names.map((name, i) => [name, summaries[i]])) };
  }

  get messages(): ReadonlyMap<string, number> {
    return added(this.all.map(({ messages }) => messages));
  }

  get errors(): ReadonlyMap<number, number> {
    return added(this.all.map(({ errors }) => errors));
  }

  /** When requests were due that were never sent, by those who say so; Unix ms, ascending. */
  get dropped(): number[] {
    return this.all.flatMap(({ dropped }) => dropped).sort((a, b) => a - b);
  }

  /** Requests that ended at or after `from`. */
  *since(from: number): Generator<Recent> {
    for (const part of this.all) yield* part.since(from);
  }

  /** Requests that have come since this was asked with the same `seen` before; it counts them by part. */
  *fresh(seen: Map<string, number>): Generator<Recent> {
    for (const [name, part] of this.parts) {
      const before = seen.get(name) ?? 0;
      seen.set(name, part.count);
      yield* part.after(before);
    }
  }

  /** All requests, in the order in which they ended where there are several parts. */
  requests(): Requests {
    const all = this.all.map((part) => part.requests());
    return all.length === 1 ? all[0]! : mergeRequests(all);
  }

  private get all(): PartOutput[] {
    return [...this.parts.values()];
  }

  private get names(): string[] {
    return [...this.parts.keys()];
  }
}

/** Requests of several generators by the time of their end; `generator` tells from which each is. */
export function mergeRequests(all: readonly Requests[]): Requests {
  const sources = all.flatMap(({ end }, generator) => Array.from(end, (_, index) => ({ generator, index })));
  sources.sort((a, b) => all[a.generator]!.end[a.index]! - all[b.generator]!.end[b.index]!);
  const column = <T extends Float64Array | Uint16Array | Uint8Array>(
    empty: T,
    of: (requests: Requests) => T | undefined,
  ): T => {
    sources.forEach(({ generator, index }, i) => (empty[i] = of(all[generator]!)?.[index] ?? 0));
    return empty;
  };
  const length = sources.length;
  return {
    end: column(new Float64Array(length), ({ end }) => end as Float64Array<ArrayBuffer>),
    elapsed: column(
      new Float64Array(length),
      ({ elapsed, duration }) => (elapsed ?? duration) as Float64Array<ArrayBuffer>,
    ),
    duration: column(new Float64Array(length), ({ duration }) => duration as Float64Array<ArrayBuffer>),
    status: column(new Uint16Array(length), ({ status }) => status as Uint16Array<ArrayBuffer>),
    ok: column(new Uint8Array(length), ({ ok }) => ok as Uint8Array<ArrayBuffer>),
    errorCode: column(new Uint16Array(length), ({ errorCode }) => errorCode as Uint16Array<ArrayBuffer>),
    kind: column(new Uint8Array(length), ({ kind }) => kind as Uint8Array<ArrayBuffer>),
    late: column(new Float64Array(length), ({ late }) => late as Float64Array<ArrayBuffer>),
    generator: Uint8Array.from(sources, ({ generator }) => generator),
  };
}

function added<K>(counts: readonly ReadonlyMap<K, number>[]): ReadonlyMap<K, number> {
  const sums = new Map<K, number>();
  for (const [key, count] of counts.flatMap((map) => [...map])) sums.set(key, (sums.get(key) ?? 0) + count);
  return sums;
}
