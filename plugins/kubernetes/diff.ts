import { UNKNOWN, type DiffKind, type Properties, type Value } from '../rpc/types';
import { isArray, isObject, revealAll } from '../rpc/values';
import { sameValue } from './same';

export type Change = 'add' | 'delete' | 'update';

/** Path of a property below another, in Pulumi's notation: `a.b`, `a["b.c"]`. */
function below(path: string, key: string): string {
  if (!/^[A-Za-z_$][\w$-]*$/.test(key)) return `${path}["${key.replaceAll('"', '\\"')}"]`;
  return path === '' ? key : `${path}.${key}`;
}

/** What changes from `olds` to `news`, by path. An unknown value counts as changed. Secret marks do not matter. */
export function changes(olds: Properties, news: Properties): Map<string, Change> {
  const found = new Map<string, Change>();
  compareObjects(revealAll(olds), revealAll(news), '', found);
  return found;
}

function compareObjects(olds: Properties, news: Properties, path: string, found: Map<string, Change>): void {
  for (const key of new Set([...Object.keys(olds), ...Object.keys(news)])) {
    compare(olds[key], news[key], below(path, key), found);
  }
}

function compare(old: Value | undefined, value: Value | undefined, path: string, found: Map<string, Change>): void {
  if (value === UNKNOWN) found.set(path, old === undefined ? 'add' : 'update');
  else if (isObject(old) && isObject(value)) compareObjects(old, value, path, found);
  else if (isArray(old) && isArray(value)) compareLists(old, value, path, found);
  else if (!sameValue(old, value))
    found.set(path, old === undefined ? 'add' : value === undefined ? 'delete' : 'update');
}

function compareLists(olds: readonly Value[], news: readonly Value[], path: string, found: Map<string, Change>): void {
  for (let index = 0; index < Math.max(olds.length, news.length); index++) {
    const old: Value | undefined = olds[index];
    const value: Value | undefined = news[index];
    const at = `${path}[${index}]`;
    // An item more or less is a change even where its value is an empty one.
    if (old === undefined) found.set(at, 'add');
    else if (value === undefined) found.set(at, 'delete');
    else compare(old, value, at, found);
  }
}

/** Changes as the engine takes them: those that `replaces` holds for need a new object. */
export function detailed(
  found: ReadonlyMap<string, Change>,
  replaces: (path: string) => boolean,
): Record<string, DiffKind> {
  return Object.fromEntries(
    [...found].map(([path, change]) => [path, replaces(path) ? (`${change}-replace` as const) : change]),
  );
}
