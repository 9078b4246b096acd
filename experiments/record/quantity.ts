/** Divided by, for 1e-3 is no binary fraction: 13684m is 13.684, and not 13.684000000000001. */
const PARTS: Readonly<Record<string, number>> = { m: 1e3, u: 1e6, n: 1e9 };
const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A Kubernetes quantity (`250m`, `1.5`, `64Mi`, `1e3`) as a number; NaN if it is none. */
export function quantity(text: string): number {
  const [, number, suffix] = /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/.exec(text) ?? [];
  if (number === undefined) return NaN;
  const part = PARTS[suffix ?? ''];
  return part === undefined ? Number(number) * (FACTORS[suffix ?? ''] ?? NaN) : Number(number) / part;
}
