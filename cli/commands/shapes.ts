import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { corners } from '../../experiments/load/shape';
import { isClosed } from '../../experiments/load/spec';
import { parseExperiment } from '../../experiments/spec';
import { lineOf } from '../../experiments/shapes/compile';
import { readPoints } from '../../experiments/shapes/csv';
import { drawn } from '../../experiments/shapes/draw';
import { lengthOf, peakOf, requestsBetween, scaled, type Line } from '../../experiments/shapes/line';
import { SHAPE_KINDS, shapeSchema } from '../../experiments/shapes/spec';
import { problemsOf } from '../../stacks/problems';
import { projectDir } from '../../toolchain/paths';
import { Exit, orExit } from '../errors';

export interface ShapesOptions {
  /** A preset instead of a shape: its load without the warm-up. */
  readonly preset?: string;
  /** Multiplies the preset's rates or virtual users. */
  readonly scale?: number;
  readonly json: boolean;
}

/**
 * Draws a load shape before it is run.
 * @param text YAML or JSON, or the path of a file with it, or of a CSV file of times and rates
 */
export function shapes(text: string | undefined, { json, preset, scale }: ShapesOptions): void {
  if ((text === undefined) === (preset === undefined))
    throw new Exit(2, `a shape or --preset, for example '${EXAMPLE}'`);
  const { line, users } =
    preset === undefined ? { line: shapeLine(text ?? '', scale), users: false } : presetLine(preset, scale);
  console.log(
    json
      ? JSON.stringify({ corners: line, ...figures(line) }, null, 2)
      : `${drawn(line, { unit: users ? ' users' : '/s' })}\n${users ? usersSentence(line) : sentence(line)}`,
  );
}

const shapeLine = (text: string, rate?: number): Line =>
  scaled(lineOf(shapeSchema.parse(checked(written(text)))), { rate });

function presetLine(preset: string, scale?: number): { readonly line: Line; readonly users: boolean } {
  const { load } = orExit(() => parseExperiment({ preset, ...(scale !== undefined && { scale }) }, projectDir));
  return { line: corners({ warmup: 0, load }), users: isClosed(load) };
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

function usersSentence(line: Line): string {
  const { seconds, peak } = figures(line);
  return `${short(seconds)} s, ${short(peak)} virtual users at most.`;
}

function sentence(line: Line): string {
  const { seconds, peak, requests, mean } = figures(line);
  return `${short(seconds)} s, ${short(requests)} requests, ${short(mean)}/s in the mean, ${short(peak)}/s at most.`;
}

const short = (value: number): number => Number(value.toPrecision(4));
