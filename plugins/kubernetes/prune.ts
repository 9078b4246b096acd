import type { Properties, Value } from '../rpc/types';
import { isArray, isObject } from '../rpc/values';
import { isEmpty, sameScalar } from './same';

/**
 * The live object in the shape of the inputs: fields that the program never set (defaults, other controllers' fields) are left out,
 * and a value that means the same keeps the program's spelling. What differs from the inputs has been changed by someone else.
 */
export function pruneToInputs(live: Properties, inputs: Properties): Properties {
  const result: Record<string, Value> = {};
  for (const [key, input] of Object.entries(inputs)) {
    if (input === undefined) continue;
    const value = live[key];
    if (value === undefined || value === null) {
      if (isEmpty(input)) result[key] = input;
    } else result[key] = pruneValue(value, input);
  }
  return result;
}

function pruneValue(live: Value, input: Value): Value {
  if (isObject(live) && isObject(input)) return pruneToInputs(live, input);
  if (isArray(live) && isArray(input)) return pruneList(live, input);
  return sameScalar(live, input) ? input : live;
}

function pruneList(live: readonly Value[], input: readonly Value[]): Value {
  const [liveByName, inputNames] = [byName(live), byName(input)];
  if (liveByName && inputNames) {
    // A list of named items, say containers: other controllers may have added theirs, which are not ours to show.
    return [...inputNames].flatMap(([name, item]) => {
      const found = liveByName.get(name);
      return found === undefined ? [] : [pruneValue(found, item)];
    });
  }
  return live.map((item, index) => (input[index] === undefined ? item : pruneValue(item, input[index])));
}

/** Items by their name; undefined unless every item has one of its own. */
function byName(list: readonly Value[]): Map<string, Value> | undefined {
  const entries = list.flatMap((item): [string, Value][] => {
    const name = isObject(item) ? item['name'] : undefined;
    return typeof name === 'string' ? [[name, item]] : [];
  });
  const map = new Map(entries);
  return map.size === list.length ? map : undefined;
}
