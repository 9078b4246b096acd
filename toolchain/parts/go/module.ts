import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../run';
import type { Options } from '../../types';
import { goRun, moduleDir } from './command';
import { recipes, type GoPart } from './recipes';

/** A Go module of a version. */
export interface ModuleVersion {
  readonly source: string;
  readonly version: string;
}

/**
 * The module that a part is built from; `sum` is the hash of its files, as in go.sum.
 * @param required another module, which that one requires in this version. @default the part's own
 */
export function goModule(
  name: GoPart,
  required?: ModuleVersion,
): ModuleVersion & { readonly sum: () => Promise<string> } {
  const { source, version } = required ?? recipes[name];
  return {
    source,
    version,
    sum: async () => {
      const path = join(moduleDir(recipes[name]), 'go.sum');
      const start = `${source} ${version} `;
      const line = (await readFile(path, 'utf8')).split('\n').find((text) => text.startsWith(start));
      if (!line) throw new Error(`${path} has no hash of ${source} ${version}: run \`go mod tidy\` beside it`);
      return line.slice(start.length);
    },
  };
}

/**
 * The folder of the module's own files, checked against its hash. Only this module is downloaded; to `scratch`, unless the
 * environment names a cache.
 * @param required as of `goModule`
 */
export async function moduleFolder(
  name: GoPart,
  scratch: string,
  options: Options,
  required?: ModuleVersion,
): Promise<string> {
  const { env, ...rest } = goRun(recipes[name], options);
  const { source, version } = goModule(name, required);
  const told = await run('go', ['mod', 'download', '-json', `${source}@${version}`], {
    ...rest,
    env: { ...env, GOMODCACHE: process.env['GOMODCACHE'] ?? scratch },
  });
  return (JSON.parse(told) as { Dir: string }).Dir;
}
