/** A point of a recorded load: seconds, requests per second. */
export type Point = [time: number, rate: number];

/**
 * A recorded load from CSV: two columns, time (seconds, or a date in ISO 8601) and rate (requests per second); a first line without numbers
 * is a header, lines that begin with "#" are comments.
 * @throws with the line that is not so
 */
export function readPoints(text: string): Point[] {
  const lines = text
    .split(/\r?\n/)
    .map((line, index) => ({ line: line.trim(), number: index + 1 }))
    .filter(({ line }) => line !== '' && !line.startsWith('#'));
  const [first] = lines;
  const rows =
    first !== undefined && first.line.split(',').every((cell) => Number.isNaN(timeOf(cell))) ? lines.slice(1) : lines;
  return rows.map(({ line, number }) => {
    const [time = '', rate = '', ...others] = line.split(',');
    const point: Point = [timeOf(time), rate.trim() === '' ? NaN : Number(rate)];
    if (others.length > 0 || !point.every(Number.isFinite))
      throw new Error(`line ${number} is ${JSON.stringify(line)}: expected TIME,RATE, for example 60,12.5`);
    return point;
  });
}

/** Seconds; NaN where it is neither a number nor a date. */
function timeOf(cell: string): number {
  const text = cell.trim().replace(/^"(.*)"$/, '$1');
  if (text === '') return NaN;
  const number = Number(text);
  return Number.isNaN(number) ? Date.parse(text) / 1000 : number;
}
