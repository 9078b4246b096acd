import type { Problem } from '../stacks/problems';
import { ALTERNATIVES, DEPENDENT } from './load/schema';

/** An experiment or a part of it as a user wrote it, not yet validated. */
export type Written = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Written =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keys that fit an experiment to its machine, or only say what its results are made with: with them it is still the same. */
const FITTING: readonly string[] = ['scale', 'timeScale', 'demand', 'prices'];

/**
 * A preset with what a user sets otherwise; its name says that it was changed. Of `load`, single keys can be set; of keys that say the same in two
 * ways the user's counts. Lists replace the preset's.
 */
export function changed(base: Written, own: Written, problems: Problem[]): Written {
  const same = Object.keys(own).every((key) => FITTING.includes(key));
  return {
    ...base,
    ...(!same && typeof base['name'] === 'string' && { name: `${base['name']}-changed` }),
    ...own,
    ...('load' in own && { load: changedLoad(base['load'], own['load'], problems) }),
  };
}

function changedLoad(base: unknown, own: unknown, problems: Problem[]): unknown {
  if (!isObject(base) || !isObject(own)) return own;
  const kept: Record<string, unknown> = { ...base };
  for (const keys of ALTERNATIVES) {
    const [key, ...others] = keys.filter((name) => own[name] !== undefined);
    if (key === undefined) continue;
    keys.forEach((name) => delete kept[name]);
    others.forEach((other) =>
      problems.push({ path: `experiment.load.${other}`, value: own[other], allowed: `either ${other} or ${key}` }),
    );
  }
  for (const { key, usually, dependent } of DEPENDENT) {
    const other = own[key] !== undefined && own[key] !== (base[key] ?? usually);
    if (other) dependent.forEach((name) => delete kept[name]);
  }
  return { ...kept, ...own };
}
