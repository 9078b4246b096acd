import { lengthOf, peakOf, rateAt, type Line } from './line';

const BLOCKS = ' ▁▂▃▄▅▆▇█';

export interface Drawing {
  readonly columns?: number;
  readonly rows?: number;
  /** What the line counts. @default /s: requests per second */
  readonly unit?: string;
}

/** The line as a chart of text, time to the right and rate upwards. Each column shows the rate in the middle of its time. */
export function drawn(line: Line, { columns = 72, rows = 12, unit = '/s' }: Drawing = {}): string {
  const [seconds, peak] = [lengthOf(line), peakOf(line)];
  const heights = Array.from({ length: columns }, (_, column) => {
    const rate = rateAt(line, ((column + 0.5) / columns) * seconds);
    return peak === 0 ? 0 : (rate / peak) * rows;
  });
  const width = label(peak, unit).length;
  const chart = Array.from({ length: rows }, (_, index) => {
    const row = rows - 1 - index;
    const cells = heights.map((height) => BLOCKS[Math.round(Math.min(1, Math.max(0, height - row)) * 8)]);
    const mark = index === 0 ? label(peak, unit) : index === rows - 1 ? label(0, unit) : '';
    return `${mark.padStart(width)} │${cells.join('')}`.trimEnd();
  });
  const axis = `${' '.repeat(width)} └${'─'.repeat(columns)}`;
  const ends = `${' '.repeat(width + 2)}0 s${label(seconds, ' s').padStart(columns - 3)}`;
  return [...chart, axis, ends].join('\n');
}

const label = (value: number, unit: string): string => `${Number(value.toPrecision(4))}${unit}`;
