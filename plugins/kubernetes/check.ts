import type { CheckFailure, Properties, Value } from '../rpc/types';
import { UNKNOWN } from '../rpc/types';
import { isObject, reveal } from '../rpc/values';

/** Faults that can be seen without the cluster. What the schema says is the API server's word, at preview. */
export function shapeFailures(inputs: Properties): CheckFailure[] {
  return [
    ...['apiVersion', 'kind'].flatMap((key) => mustBeText(key, inputs[key])),
    ...metadataFailures(reveal(inputs['metadata'] ?? {})),
  ];
}

function mustBeText(property: string, value: Value | undefined): CheckFailure[] {
  if (value === UNKNOWN || (typeof value === 'string' && value !== '')) return [];
  return [{ property, reason: `must be a text, and is ${show(value)}` }];
}

function metadataFailures(metadata: Value): CheckFailure[] {
  if (metadata === UNKNOWN) return [];
  if (!isObject(metadata)) return [{ property: 'metadata', reason: `must be an object, and is ${show(metadata)}` }];
  const failures: CheckFailure[] = [];
  for (const key of ['name', 'namespace']) {
    const value = metadata[key];
    if (value !== undefined && value !== null && value !== '') failures.push(...mustBeText(`metadata.${key}`, value));
  }
  if (metadata['generateName'] !== undefined && (metadata['name'] ?? '') === '') {
    failures.push({
      property: 'metadata.generateName',
      reason: 'cannot be applied on the server: leave the name out for one made by Pulumi, or set metadata.name',
    });
  }
  for (const key of ['labels', 'annotations']) {
    const map = metadata[key];
    if (map === undefined || map === null || map === UNKNOWN) continue;
    if (!isObject(map))
      failures.push({ property: `metadata.${key}`, reason: `must be an object, and is ${show(map)}` });
    else {
      for (const [name, value] of Object.entries(map)) {
        if (typeof value === 'string' || value === UNKNOWN || value === undefined || value === null) continue;
        failures.push({
          property: `metadata.${key}["${name}"]`,
          reason: `must be a text (quote it), and is ${show(value)}`,
        });
      }
    }
  }
  return failures;
}

function show(value: Value | undefined): string {
  return value === undefined ? 'missing' : typeof value === 'symbol' ? 'unknown' : JSON.stringify(value);
}
