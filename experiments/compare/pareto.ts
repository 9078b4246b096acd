/** What is to be small: a cost, and what it buys (a latency, say). */
export interface Choice {
  readonly name: string;
  readonly cost: number;
  readonly burden: number;
}

/** The choices that no other beats: none is as good in both and better in one. In order of cost. */
export function paretoFront<T extends Choice>(choices: readonly T[]): T[] {
  return choices
    .filter((one) => !choices.some((other) => dominates(other, one)))
    .sort((a, b) => a.cost - b.cost || a.burden - b.burden);
}

const dominates = (a: Choice, b: Choice): boolean =>
  a.cost <= b.cost && a.burden <= b.burden && (a.cost < b.cost || a.burden < b.burden);
