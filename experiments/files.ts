import { readFileSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import { parse } from 'yaml';
import type { Problem } from '../stacks/problems';
import { messageOf } from './kube';
import { changed, isObject, type Written } from './layers';
import { presetFile, PRESET_NAMES } from './presets';
import { readPoints } from './shapes/csv';
import { readObjectives } from './slos/openslo';

/** What is wrong with the files that an experiment names. */
type Problems = Problem[];

/**
 * What a user wrote with the content of files in place of their paths: a preset's (`preset`), a recorded load's (`load.shape.file`),
 * objectives (`sloFile`) and a demand (`demand`). So a spec is whole without the files. A ready preset's name stays.
 * @param directory that relative paths count from; in a preset's file they count from that file
 */
export function withoutFiles(
  written: Written,
  directory: string,
  problems: Problems,
  above: readonly string[] = [],
): Written {
  const { preset, ...rest } = inlined(written, directory, problems);
  if (typeof preset !== 'string' || !isFile(preset)) return { ...(preset !== undefined && { preset }), ...rest };
  const path = resolve(directory, preset);
  if (above.includes(path)) {
    problems.push({ path: 'experiment.preset', value: preset, allowed: `a preset that is not made from itself` });
    return rest;
  }
  const base = readPreset(path, preset, problems, above);
  return base === undefined ? rest : changed(base, rest, problems);
}

/** A ready preset as its file has it. */
export function readyPreset(name: string, problems: Problems): Written {
  return readPreset(presetFile(name), name, problems, []) ?? {};
}

function readPreset(path: string, shown: string, problems: Problems, above: readonly string[]): Written | undefined {
  const file = readAs(
    'experiment.preset',
    path,
    shown,
    `a file of YAML, or ${PRESET_NAMES.join(', ')}, none`,
    (text): unknown => parse(text),
    problems,
  );
  if (file === undefined) return undefined;
  if (!isObject(file)) {
    problems.push({ path: 'experiment.preset', value: shown, allowed: 'a file with the keys of experiment' });
    return undefined;
  }
  const name = basename(path, extname(path));
  return { name, ...withoutFiles(file, dirname(path), problems, [...above, path]) };
}

/** Recorded loads and objectives in place of the paths of their files. */
function inlined(written: Written, directory: string, problems: Problems): Written {
  const { sloFile, demand, ...rest } = written;
  const { load } = rest;
  return {
    ...rest,
    ...(isObject(load) &&
      load['shape'] !== undefined && { load: { ...load, shape: shapeOf(load['shape'], directory, problems) } }),
    ...(sloFile !== undefined && objectives(sloFile, rest['slos'], directory, problems)),
    ...(demand !== undefined && { demand: demandOf(demand, directory, problems) }),
  };
}

function shapeOf(shape: unknown, directory: string, problems: Problems): unknown {
  if (!isObject(shape)) return shape;
  const { of, kind, file, points } = shape;
  if (Array.isArray(of)) return { ...shape, of: of.map((one: unknown) => shapeOf(one, directory, problems)) };
  if (isObject(of)) return { ...shape, of: shapeOf(of, directory, problems) };
  if (kind !== 'recorded' || typeof file !== 'string' || points !== undefined) return shape;
  const read = readAs(
    'experiment.load.shape.file',
    resolve(directory, file),
    file,
    'a CSV file of times and rates',
    readPoints,
    problems,
  );
  // Points that are there keep the schema from saying that they are missing.
  return {
    ...shape,
    file: basename(file),
    points: read ?? [
      [0, 1],
      [1, 1],
    ],
  };
}

/** Nothing where the file cannot be read, of which the problems tell. */
const demandOf = (demand: unknown, directory: string, problems: Problems): unknown =>
  typeof demand === 'string'
    ? readAs(
        'experiment.demand',
        resolve(directory, demand),
        demand,
        'a file of find-replicas, for example results/dev/demand/ID/demand.json',
        parse,
        problems,
      )
    : demand;

function objectives(file: unknown, slos: unknown, directory: string, problems: Problems): Written {
  const refuse = (allowed: string): Written => {
    problems.push({ path: 'experiment.sloFile', value: file, allowed });
    return {};
  };
  if (typeof file !== 'string') return refuse('the path of a file of OpenSLO documents');
  if (slos !== undefined) return refuse('either sloFile or slos');
  const read = readAs(
    'experiment.sloFile',
    resolve(directory, file),
    file,
    'a file of OpenSLO documents',
    readObjectives,
    problems,
  );
  if (read === undefined) return {};
  problems.push(...read.problems.map((problem) => ({ ...problem, path: `${file}: ${problem.path}` })));
  return { slos: read.slos };
}

function readAs<T>(
  key: string,
  path: string,
  shown: string,
  allowed: string,
  as: (text: string) => T,
  problems: Problems,
): T | undefined {
  try {
    return as(readFileSync(path, 'utf8'));
  } catch (error) {
    problems.push({ path: key, value: shown, allowed: `${allowed}; it cannot be read: ${messageOf(error)}` });
    return undefined;
  }
}

/** Whether a preset is a file of the user's own, and not the name of a ready one. */
export const isFile = (preset: string): boolean => /\.(ya?ml|json)$/.test(preset);
