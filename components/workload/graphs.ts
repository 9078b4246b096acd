import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** The ready graphs, each a file of `graphs/`. */
export const GRAPH_NAMES = ['chain', 'shop'] as const;
export type GraphName = (typeof GRAPH_NAMES)[number];

/** A ready graph as its file has it: to be validated like one that a user wrote. */
export function readGraph(name: GraphName): Readonly<Record<string, unknown>> {
  return parse(readFileSync(join(__dirname, 'graphs', `${name}.yaml`), 'utf8')) as Record<string, unknown>;
}
