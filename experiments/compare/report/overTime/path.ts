import type { Scale } from '../../../report/scale';

/** Through points in 1000 by 100; interrupted where a value is not known. */
export function pathOf(
  points: readonly (readonly [x: number, value: number | null])[],
  scale: Scale,
  steps = false,
): string {
  let last = '';
  return points
    .map(([share, value]) => {
      const before = last;
      if (value === null) {
        last = '';
        return '';
      }
      const [x, y] = [(share * 1000).toFixed(1), (100 - 100 * scale.at(value)).toFixed(1)];
      last = y;
      if (before === '') return `M${x} ${y}`;
      if (!steps) return `L${x} ${y}`;
      return before === y ? `H${x}` : `H${x}V${y}`;
    })
    .join('');
}
