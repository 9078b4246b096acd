import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { goModule, moduleFolder, type GoPart } from '../parts/go';
import type { Making, Part, Ready } from '../parts/types';
import { wheelPart } from '../parts/wheel';
import { run } from '../run';
import type { KubeManifest, ManifestName } from '../types';
import { parseManifests } from './parse';
import { released } from './release';
import { slim } from './slim';

interface Recipe {
  /** The part whose module has them. */
  readonly from: GoPart;
  /** Folder inside the module. With a kustomization it is built by that, otherwise every YAML file of it is taken. */
  readonly path: string;
  /** The version that the module's own files name, where that is not the release's. */
  readonly development?: string;
}

/** Where each add-on's manifests are. */
const recipes: Readonly<Record<ManifestName, Recipe>> = {
  // Upstream's "core": without the webhooks that check ScaledObjects.
  keda: { from: 'keda', path: 'config/minimal', development: 'main' },
  'prometheus-adapter': { from: 'prometheus-adapter', path: 'deploy/manifests' },
  vpa: { from: 'vpa', path: 'deploy' },
  'prometheus-operator': { from: 'prometheus-operator', path: '.' },
  'kube-state-metrics': { from: 'kube-state-metrics', path: 'examples/standard' },
};

/** Every add-on that has manifests. */
export const manifestNames = Object.keys(recipes) as readonly ManifestName[];

const file = 'manifests.json';
const kubectl = wheelPart('kubectl');

async function read(folder: string, making: Making): Promise<KubeManifest[]> {
  if (existsSync(join(folder, 'kustomization.yaml'))) {
    const program = join(making.needs[kubectl.name]?.dir ?? '', 'bin/kubectl');
    return parseManifests(await run(program, ['kustomize', folder], { signal: making.signal }), folder);
  }
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text, index) => parseManifests(text, names[index] ?? ''));
}

async function make({ from, path, development }: Recipe, making: Making): Promise<void> {
  const scratch = join(making.dir, '.module');
  making.report(`downloading Go module ${goModule(from).source}`);
  const folder = join(await moduleFolder(from, scratch, making), path);
  making.report('reading the manifests');
  const release = goModule(from).version.replace(/^v/, '');
  const objects = (await read(folder, making)).map((object) =>
    slim(development ? released(object, development, release) : object),
  );
  if (objects.length === 0) throw new Error(`there is no manifest in ${path} of ${goModule(from).source}`);
  await rm(scratch, { recursive: true, force: true });
  await writeFile(join(making.dir, file), JSON.stringify(objects));
}

/** The part that is an add-on's upstream manifests, as one JSON array. */
export function manifestPart(name: ManifestName): Part {
  const recipe = recipes[name];
  const { source, version, sum } = goModule(recipe.from);
  return {
    name: `manifests-${name}`,
    version,
    origin: `manifests, Go module ${source}`,
    needs: [kubectl],
    inputs: async () => ['manifests 1', recipe, await sum()],
    make: async (making) => {
      await make(recipe, making);
      return {};
    },
  };
}

/** What is in the part. */
export const readManifests = async ({ dir }: Ready): Promise<KubeManifest[]> =>
  JSON.parse(await readFile(join(dir, file), 'utf8')) as KubeManifest[];
