/**
 * What each add-on costs that the default set-up does without: time to build it from nothing, and sizes. Each is built in a
 * temporary folder with empty caches of the compiler, so that nothing is shared. Prints the table of docs/addons.md.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';

import { buildImage, logReport, manifests } from '../toolchain';
import { provide } from '../toolchain/cache/provide';
import { manifestPart } from '../toolchain/manifests/part';
import type { ImageName, ManifestName } from '../toolchain/types';

interface Addon {
  readonly images: readonly ImageName[];
  readonly manifests: readonly ManifestName[];
}

const addons: Readonly<Record<string, Addon>> = {
  'prometheus-adapter': { images: ['prometheus-adapter'], manifests: ['prometheus-adapter'] },
  keda: { images: ['keda-operator', 'keda-adapter'], manifests: ['keda'] },
  vpa: { images: ['vpa-recommender', 'vpa-updater', 'vpa-admission-controller'], manifests: ['vpa'] },
  monitoring: {
    images: [
      'prometheus-operator',
      'prometheus-config-reloader',
      'kube-state-metrics',
      'node-exporter',
      'alertmanager',
    ],
    manifests: ['prometheus-operator', 'kube-state-metrics'],
  },
  istio: { images: ['istiod', 'istio-proxy'], manifests: ['istio'] },
};

/** What one add-on took. Times are in seconds, sizes in MB (10^6 bytes). */
interface Cost {
  readonly build: number;
  readonly images: Readonly<Record<string, number>>;
  readonly manifests: number;
  readonly objects: number;
  readonly manifestSize: number;
}

const megabytes = (count: number): number => count / 1e6;

/** Bytes of the files below a folder whose name ends so. */
async function sizeOf(dir: string, ending = ''): Promise<number> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith(ending));
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(file.parentPath, file.name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

function addonNamed(name: string): Addon {
  const addon = addons[name];
  if (!addon) throw new Error(`there is no add-on ${name}: known are ${Object.keys(addons).join(', ')}`);
  return addon;
}

/** Makes one add-on in the caches that the environment names, which are empty for a measurement. */
async function make(addon: Addon): Promise<Cost> {
  const options = { report: logReport((line) => console.error(line)) };
  const seconds = async (work: () => Promise<void>): Promise<number> => {
    const start = performance.now();
    await work();
    return (performance.now() - start) / 1000;
  };
  const images: Record<string, number> = {};
  const build = await seconds(async () => {
    for (const name of addon.images)
      images[name] = megabytes((await stat((await buildImage(name, options)).archive)).size);
  });
  // Set-up has these already.
  await provide(
    addon.manifests.flatMap((name) => manifestPart(name).needs ?? []),
    options,
  );
  let objects = 0;
  let manifestSize = 0;
  const read = await seconds(async () => {
    for (const name of addon.manifests) {
      const made = await manifests(name, options);
      objects += made.length;
      manifestSize += megabytes(JSON.stringify(made).length);
    }
  });
  return { build, images, manifests: read, objects, manifestSize };
}

/** User and system time of a shell's children, from the second line that its `times` prints: `4m19.250s 0m31.090s`. */
function cpuSeconds(times: string): number {
  const line = times.trim().split('\n').at(-1) ?? '';
  const parts = [...line.matchAll(/(\d+)m([\d.]+)s/g)];
  return parts.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}

interface Measured extends Cost {
  readonly cpu: number;
  readonly downloaded: number;
  readonly disk: number;
}

/** Measures one add-on in a process of its own, so that its CPU time can be told. What it made goes to `cache`, if one is named. */
async function measure(name: string, cache: string | undefined): Promise<Measured> {
  const scratch = await mkdtemp(join(tmpdir(), 'bench-addons-'));
  const go = { GOCACHE: join(scratch, 'build'), GOMODCACHE: join(scratch, 'mod') };
  try {
    const own = [process.execPath, ...process.execArgv, __filename, '--one', name];
    const child = spawn('sh', ['-c', '"$@" || exit; times', 'sh', ...own], {
      env: { ...process.env, XDG_CACHE_HOME: cache ?? join(scratch, 'cache'), ...go },
      stdio: ['ignore', 'pipe', 'inherit'],
      // A group of its own, so that all of it ends when this is interrupted, and the scratch folder goes.
      detached: true,
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => child.pid && process.kill(-child.pid));
    const [[code], output] = (await Promise.all([once(child, 'close'), text(child.stdout)])) as [[number], string];
    if (code !== 0) throw new Error(`${name} was not built: exit code ${code}`);
    const [json = '', ...times] = output.trim().split('\n');
    return {
      ...(JSON.parse(json) as Cost),
      cpu: cpuSeconds(times.join('\n')),
      downloaded: megabytes(await sizeOf(join(go.GOMODCACHE, 'cache/download'), '.zip')),
      disk: megabytes((await sizeOf(go.GOMODCACHE)) + (await sizeOf(go.GOCACHE))),
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const heads = ['add-on', 'time s', 'CPU s', 'modules MB', 'disk MB', 'images MB', 'objects', 'manifests MB'];

function row(name: string, cost: Measured): string[] {
  const images = Object.entries(cost.images).map(([image, size]) => `${image} ${size.toFixed(0)}`);
  const { build, cpu, downloaded, disk, objects, manifestSize } = cost;
  const numbers = [build, cpu, downloaded, disk].map((value) => value.toFixed(0));
  return [`\`${name}\``, ...numbers, images.join(', '), `${objects}`, manifestSize.toFixed(2)];
}

const help = `Measures each add-on's build from nothing and prints a table; the parts made go to a temporary cache.

  --only NAME  one add-on: ${Object.keys(addons).join(', ')}
  --cache DIR  keep the parts in this folder, as XDG_CACHE_HOME does; a part that is there already takes no time
  --json       the figures for a program`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      cache: { type: 'string' },
      one: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return console.log(help);
  if (values.one) return console.log(JSON.stringify(await make(addonNamed(values.one))));
  const costs: Record<string, Measured> = {};
  for (const name of values.only ? [values.only] : Object.keys(addons)) {
    addonNamed(name);
    costs[name] = await measure(name, values.cache);
  }
  if (values.json) return console.log(JSON.stringify(costs, undefined, 2));
  const rows = Object.entries(costs).map(([name, cost]) => row(name, cost));
  for (const cells of [heads, heads.map(() => '---'), ...rows]) console.log(`| ${cells.join(' | ')} |`);
  console.log(`\nOn ${availableParallelism()} cores.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
