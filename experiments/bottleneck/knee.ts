/** Latency must rise by this factor over the whole range for a knee to be looked for. */
const LEAST_RISE = 2;

/**
 * The x at which a rising, convex curve bends most: where, with both axes from 0 to 1, it is furthest below the straight line from
 * its first point to its last. Null with fewer than three points, or where nothing rises much.
 * After V. Satopaa, J. Albrecht, D. Irwin, B. Raghavan: Finding a "Kneedle" in a Haystack, ICDCS Workshops 2011, for few points, without its smoothing.
 */
export function knee(points: readonly (readonly [x: number, y: number])[]): number | null {
  const [first, last] = [points[0], points.at(-1)];
  if (points.length < 3 || first === undefined || last === undefined) return null;
  if (last[0] <= first[0] || last[1] < first[1] * LEAST_RISE) return null;
  const below = points.map(([x, y]) => (x - first[0]) / (last[0] - first[0]) - (y - first[1]) / (last[1] - first[1]));
  const most = Math.max(...below);
  // On or above the line everywhere: it bends the other way.
  return most <= 0 ? null : (points[below.indexOf(most)]?.[0] ?? null);
}
