import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { stringify } from 'yaml';

import { gatewayApi } from '../../stacks/versions';
import { goModule, goPart, moduleFolder, type GoPart, type ModuleVersion } from '../parts/go';
import type { Making, Part, Ready } from '../parts/types';
import { wheelPart } from '../parts/wheel';
import { run } from '../run';
import type { KubeManifest, ManifestName } from '../types';
import { istioOperator } from './istio';
import { parseManifests } from './parse';
import { released } from './release';
import { slim } from './slim';

interface Files {
  /** The part whose module has them. */
  readonly from: GoPart;
  /** The module that has them, where it is one that the part's module requires. */
  readonly module?: ModuleVersion;
  /** Folder inside the module, or several. With a kustomization it is built by that, otherwise every YAML file of it is taken. */
  readonly path: string | readonly string[];
  /** The version that the module's own files name, where that is not the release's. */
  readonly development?: string;
}

/** Rendered from charts by a program of the part. */
interface Rendered {
  readonly from: GoPart;
  /** Called with the path of a file of `values`; the manifests are its output. */
  readonly program: string;
  readonly values: object;
}

type Recipe = Files | Rendered;

/** Where each add-on's manifests are. */
const recipes: Readonly<Record<ManifestName, Recipe>> = {
  // Upstream's "core": without the webhooks that check ScaledObjects.
  keda: { from: 'keda', path: 'config/minimal', development: 'main' },
  'prometheus-adapter': { from: 'prometheus-adapter', path: 'deploy/manifests' },
  vpa: { from: 'vpa', path: 'deploy' },
  // Definitions only: its roles and its Deployment are templates of a chart.
  karpenter: { from: 'karpenter', path: ['kwok/charts/crds', 'kwok/apis/crds'] },
  'prometheus-operator': { from: 'prometheus-operator', path: '.' },
  'kube-state-metrics': { from: 'kube-state-metrics', path: 'examples/standard' },
  istio: { from: 'istio', program: 'manifests', values: istioOperator },
  'gateway-api': { from: 'istio', module: gatewayApi, path: 'config/crd/standard' },
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

async function unpack({ from, module, path, development }: Files, making: Making): Promise<KubeManifest[]> {
  const scratch = join(making.dir, '.module');
  const { source, version } = goModule(from, module);
  making.report(`downloading Go module ${source}`);
  const folder = await moduleFolder(from, scratch, making, module);
  making.report('reading the manifests');
  const release = version.replace(/^v/, '');
  const objects: KubeManifest[] = [];
  for (const each of [path].flat()) {
    const found = await read(join(folder, each), making);
    if (found.length === 0) throw new Error(`there is no manifest in ${each} of ${source}`);
    objects.push(...found);
  }
  await rm(scratch, { recursive: true, force: true });
  return development ? objects.map((object) => released(object, development, release)) : objects;
}

async function render({ from, program, values }: Rendered, making: Making): Promise<KubeManifest[]> {
  making.report('rendering the charts');
  const path = join(making.dir, 'values.yaml');
  await writeFile(path, stringify(values));
  const executable = join(making.needs[from]?.dir ?? '', 'bin', program);
  return parseManifests(await run(executable, [path], { signal: making.signal }), program);
}

async function make(recipe: Recipe, making: Making): Promise<void> {
  const objects = await ('program' in recipe ? render(recipe, making) : unpack(recipe, making));
  await writeFile(join(making.dir, file), JSON.stringify(objects.map(slim)));
}

/** The part that is an add-on's upstream manifests, as one JSON array. */
export function manifestPart(name: ManifestName): Part {
  const recipe = recipes[name];
  const { source, version, sum } = goModule(recipe.from, 'module' in recipe ? recipe.module : undefined);
  return {
    name: `manifests-${name}`,
    version,
    origin: `manifests, Go module ${source}`,
    needs: ['program' in recipe ? goPart(recipe.from) : kubectl],
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
