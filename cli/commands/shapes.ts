import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { lineOf } from '../../experiments/shapes/compile';
import { readPoints } from '../../experiments/shapes/csv';
import { drawn } from '../../experiments/shapes/draw';
import { lengthOf, peakOf, requestsBetween, type Line } from '../../experiments/shapes/line';
import { SHAPE_KINDS, shapeSchema } from '../../experiments/shapes/spec';
import { problemsOf } from '../../stacks/problems';
import { Exit } from '../errors';

export interface ShapesOptions {
  readonly json: boolean;
}

/**
 * Draws a load shape before it is run.
 * @param text YAML or JSON, or the path of a file with it, or of a CSV file of times and rates
 */
export function shapes(text: string, { json }: ShapesOptions): void {
  const line = lineOf(shapeSchema.parse(checked(written(text))));
  console.log(
    json ? JSON.stringify({ corners: line, ...figures(line) }, null, 2) : `${drawn(line)}\n${sentence(line)}`,
  );
}

/** @throws Exit (2) where it cannot be read */
function written(text: string): unknown {
  try {
    const content = existsSync(text) ? readFileSync(text, 'utf8') : text;
    return text.endsWith('.csv') ? { kind: 'recorded', points: readPoints(content) } : parse(content);
  } catch (error) {
    throw new Exit(2, `${text} cannot be read: ${(error as Error).message}`);
  }
}

/** @throws Exit (2) with all that is wrong */
function checked(shape: unknown): never {
  const parsed = shapeSchema.safeParse(shape);
  if (parsed.success) return shape as never;
  const problems = problemsOf('shape', shape, parsed.error).map(
    ({ path, value, allowed }) => `  - ${path} is ${JSON.stringify(value) ?? 'not set'}: ${allowed}`,
  );
  throw new Exit(
    2,
    ['This is no load shape.', ...problems, `Kinds: ${SHAPE_KINDS.join(', ')}. For example: '${EXAMPLE}'`].join('\n'),
  );
}

const EXAMPLE = '{ kind: sine, mean: 30, amplitude: 20, period: 120, duration: 240 }';

function figures(line: Line) {
  const seconds = lengthOf(line);
  const requests = requestsBetween(line, 0, seconds);
  return { seconds, peak: peakOf(line), requests, mean: requests / seconds };
}

function sentence(line: Line): string {
  const { seconds, peak, requests, mean } = figures(line);
  const short = (value: number): number => Number(value.toPrecision(4));
  return `${short(seconds)} s, ${short(requests)} requests, ${short(mean)}/s in the mean, ${short(peak)}/s at most.`;
}
