import { readFile } from 'node:fs/promises';
import { debian as tested } from '../../../stacks/versions';
import { architecture } from '../../system';
import type { Part } from '../types';
import { recipes, type DebianPart, type Recipe } from './recipes';
import { unpack } from './unpack';

/** Name and release of the system, as os-release has them: Debian's packages differ by release. */
async function release(): Promise<string> {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return [...text.matchAll(/^(ID|VERSION_ID)=(.*)$/gm)]
    .map((match) => match[0])
    .sort()
    .join(' ');
}

/** The part that is unpacked from Debian packages: never installed, so no service starts and the system stays as it is. */
export function debianPart(name: DebianPart): Part {
  const recipe: Recipe = recipes[name];
  const main = recipe.packages[0];
  return {
    name,
    version: tested[main],
    origin: `Debian package ${main}`,
    inputs: async () => ['unpack 1', recipe, architecture().name, await release()],
    make: async (making) => ({ version: await unpack(recipe, making) }),
  };
}
