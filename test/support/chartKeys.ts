import * as pulumi from '@pulumi/pulumi';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The keys of a chart's values that the testbed uses, checked against the chart itself. */
export interface ChartKeys {
  readonly chart: string;
  readonly version: string;
  /** REPOSITORY@COMMIT:PATH of the values that were read. */
  readonly readFrom: string;
  /** The same of the charts in it, where keys are theirs. */
  readonly subcharts?: readonly string[];
  /** Dotted paths; one that ends in `.*` is a map whose keys the chart leaves free. */
  readonly keys: readonly string[];
}

/** The checked list of one chart. */
export function chartKeys(chart: string): ChartKeys {
  return JSON.parse(readFileSync(join(__dirname, '..', 'fixtures', 'chartKeys', `${chart}.json`), 'utf8')) as ChartKeys;
}

/** Dotted paths of what the values set. Lists, outputs and empty objects are values. */
export function pathsOf(values: object, prefix = ''): string[] {
  return Object.entries(values).flatMap(([key, value]: [string, unknown]) => {
    const path = `${prefix}${key}`;
    if (value === undefined) return [];
    const isMap =
      typeof value === 'object' && value !== null && !Array.isArray(value) && !pulumi.Output.isInstance(value);
    return isMap && Object.keys(value).length > 0 ? pathsOf(value, `${path}.`) : [path];
  });
}

/** The paths that the values set and the chart's list does not have. */
export function unknownKeys(values: object, { keys }: ChartKeys): string[] {
  const known = (path: string) =>
    keys.some((key) => (key.endsWith('.*') ? `${path}.`.startsWith(key.slice(0, -1)) : path === key));
  return pathsOf(values).filter((path) => !known(path));
}
