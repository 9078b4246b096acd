/** Numbers of a version such as `v3.259.0`, `1.26.8` or `go1.26`; missing ones count as 0. Undefined when it is none. */
export function parseVersion(text: string): readonly [number, number, number] | undefined {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)] : undefined;
}

/** Whether a version is `minimum` or newer. What cannot be read as a version is not. */
export function atLeast(version: string, minimum: string): boolean {
  const [found, wanted] = [parseVersion(version), parseVersion(minimum)];
  if (!found || !wanted) return false;
  const difference = found.map((number, index) => number - (wanted[index] ?? 0)).find((value) => value !== 0);
  return (difference ?? 0) >= 0;
}
