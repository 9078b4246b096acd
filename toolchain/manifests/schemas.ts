import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { goModule, moduleFolder } from '../parts/go';
import type { Making, Part, Ready } from '../parts/types';
import { withoutDescriptions } from './slim';

/** Schemas (OpenAPI v3) by their names, which refer to each other as `#/components/schemas/NAME`. */
export type Schemas = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const file = 'schemas.json';
const { source, version, sum } = goModule('kubernetes');

async function make(making: Making): Promise<void> {
  const scratch = join(making.dir, '.module');
  making.report(`downloading Go module ${source}`);
  const folder = join(await moduleFolder('kubernetes', scratch, making), 'api/openapi-spec/v3');
  making.report('reading the schemas');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  // One document for each API group, and what two of them have, is the same in both.
  const schemas = texts.flatMap((text) =>
    Object.entries((JSON.parse(text) as { components?: { schemas?: Schemas } }).components?.schemas ?? {}),
  );
  if (schemas.length === 0) throw new Error(`there is no schema in api/openapi-spec/v3 of ${source}`);
  await rm(scratch, { recursive: true, force: true });
  const slim = schemas.map(([name, schema]) => [name, withoutDescriptions(schema)]);
  await writeFile(join(making.dir, file), JSON.stringify(Object.fromEntries(slim)));
}

/** The part that is the schemas of Kubernetes' own objects, of the release that is built: tests check the testbed's objects against them. */
export const schemasPart: Part = {
  name: 'schemas-kubernetes',
  version,
  origin: `OpenAPI schemas, Go module ${source}`,
  inputs: async () => ['schemas 1', await sum()],
  make: async (making) => {
    await make(making);
    return {};
  },
};

/** What is in the part. */
export const readSchemas = async ({ dir }: Ready): Promise<Schemas> =>
  JSON.parse(await readFile(join(dir, file), 'utf8')) as Schemas;
