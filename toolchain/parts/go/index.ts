import { copyFile, mkdir, rename, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { sources } from '../../cache/key';
import { run } from '../../run';
import { architecture } from '../../system';
import type { Options } from '../../types';
import type { Making, Part } from '../types';
import { goCacheDir, goRun, moduleDir } from './command';
import { moduleFolder } from './module';
import { recipes, type GoPart, type Recipe } from './recipes';

export { dropGoCaches, goCacheDir } from './command';
export { goModule, moduleFolder, type ModuleVersion } from './module';
export type { GoPart } from './recipes';

const tagFlags = ({ tags }: Recipe): string[] => (tags ? ['-tags', tags.join(',')] : []);

/** The commands to build. */
const packagesOf = ({ package: main, also = {} }: Recipe): string[] => [main, ...Object.values(also)];

/** Downloads the modules that the commands are built from, and gives the number of packages to compile. */
async function fetchModules(recipe: Recipe, options: Options): Promise<number> {
  let modules = 0;
  options.report('downloading Go modules');
  const listed = await run('go', ['list', '-deps', ...tagFlags(recipe), ...packagesOf(recipe)], {
    ...goRun(recipe, options),
    onLine: (line) => {
      if (line.startsWith('go: downloading')) options.report(`downloading Go modules (${++modules} so far)`);
    },
  });
  return listed.split('\n').length;
}

async function build(name: GoPart, making: Making): Promise<void> {
  const recipe: Recipe = recipes[name];
  const total = await fetchModules(recipe, making);
  let compiled = 0;
  const variables = Object.entries(recipe.variables).map(([variable, value]) => `-X ${variable}=${value}`);
  const bin = join(making.dir, 'bin');
  await mkdir(bin);
  making.report(`compiling ${total} packages`, 0);
  const flags = ['-v', '-trimpath', ...tagFlags(recipe), '-ldflags', ['-s', '-w', ...variables].join(' ')];
  const output = recipe.also ? `${bin}/` : join(bin, recipe.binary);
  await run('go', ['build', ...flags, '-o', output, ...packagesOf(recipe)], {
    ...goRun(recipe, making),
    // With -v each package is named as its turn comes; one that is cached already is not.
    onLine: (line) => {
      if (/^\S+$/.test(line))
        making.report(`compiling ${++compiled} of ${total} packages`, Math.min(0.99, compiled / total));
    },
  });
  // Built together, each is named after the last element of its package's path.
  for (const [binary, command] of Object.entries(
    recipe.also ? { [recipe.binary]: recipe.package, ...recipe.also } : {},
  )) {
    await rename(join(bin, basename(command)), join(bin, binary));
  }
  for (const link of recipe.links ?? []) await symlink(recipe.binary, join(bin, link));
  if (recipe.files === undefined) return;
  const share = join(making.dir, 'share');
  await mkdir(share);
  const module = await moduleFolder(name, join(goCacheDir(), 'mod'), making);
  for (const [to, from] of Object.entries(recipe.files)) await copyFile(join(module, from), join(share, to));
}

/** The part that is built from a Go module of `toolchain/go`. */
export function goPart(name: GoPart): Part {
  const recipe: Recipe = recipes[name];
  const own = packagesOf(recipe).flatMap((path) => (path.startsWith('./') ? [`${path.slice(2)}/`] : []));
  return {
    name,
    version: recipe.version,
    origin: `built from Go module ${recipe.source}`,
    group: 'go',
    prefetch: async (options) => {
      await fetchModules(recipe, options);
    },
    inputs: async () => [
      'go 1',
      {
        package: recipe.package,
        binary: recipe.binary,
        variables: recipe.variables,
        links: recipe.links,
        tags: recipe.tags,
        also: recipe.also,
        files: recipe.files,
      },
      architecture().name,
      await sources(
        moduleDir(recipe),
        (path) => /^go\.(mod|sum)$/.test(path) || own.some((folder) => path.startsWith(folder)),
      ),
    ],
    make: async (making) => {
      await build(name, making);
      return {};
    },
  };
}
