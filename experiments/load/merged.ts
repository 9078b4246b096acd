import type { Requests } from '../types';
import { PartOutput, type Recent } from './output';
import { combined, type Summary } from './summary';

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

  /** The summaries of all; null while one is missing. */
  get summary(): Summary | null {
    const own = [...this.parts].flatMap(([name, { summary }]) => (summary === null ? [] : [[name, summary] as const]));
    if (own.length === 0 || own.length < this.parts.size) return null;
    return own.length === 1 ? own[0]![1] : combined(new Map(own));
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
}

/** Requests of several generators by the time of their end; `generator` tells from which each is. */
export function mergeRequests(all: readonly Requests[]): Requests {
  const sources = all.flatMap(({ end }, generator) => Array.from(end, (_, index) => ({ generator, index })));
  sources.sort((a, b) => all[a.generator]!.end[a.index]! - all[b.generator]!.end[b.index]!);
  const length = sources.length;
  const column = <T extends Record<number, number>>(
    empty: T,
    of: (requests: Requests) => ArrayLike<number> | undefined,
  ): T => {
    sources.forEach(
      ({ generator, index }, i) => ((empty as Record<number, number>)[i] = of(all[generator]!)?.[index] ?? 0),
    );
    return empty;
  };
  return {
    end: column(new Float64Array(length), ({ end }) => end),
    elapsed: column(new Float64Array(length), ({ elapsed, duration }) => elapsed ?? duration),
    duration: column(new Float64Array(length), ({ duration }) => duration),
    status: column(new Uint16Array(length), ({ status }) => status),
    ok: column(new Uint8Array(length), ({ ok }) => ok),
    errorCode: column(new Uint16Array(length), ({ errorCode }) => errorCode),
    kind: column(new Uint8Array(length), ({ kind }) => kind),
    late: column(new Float64Array(length), ({ late }) => late),
    generator: Uint8Array.from(sources, ({ generator }) => generator),
  };
}

function added<K>(counts: readonly ReadonlyMap<K, number>[]): ReadonlyMap<K, number> {
  const sums = new Map<K, number>();
  for (const [key, count] of counts.flatMap((map) => [...map])) sums.set(key, (sums.get(key) ?? 0) + count);
  return sums;
}
