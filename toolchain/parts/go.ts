import { copyFile, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';

import {
  alertmanager,
  coredns,
  istio,
  karpenter,
  keda,
  kind,
  kubernetes,
  kubeStateMetrics,
  metricsServer,
  nodeExporter,
  prometheus,
  prometheusAdapter,
  prometheusOperator,
  pulumi,
  vpa,
} from '../../stacks/versions';
import { sources } from '../cache/key';
import { cacheDir, projectDir } from '../paths';
import { run, type RunOptions } from '../run';
import { architecture } from '../system';
import type { Options } from '../types';
import type { Making, Part } from './types';

interface Recipe {
  /** Folder of the Go module below `toolchain/go`. */
  readonly module: string;
  /** The module that the program is from, for people. */
  readonly source: string;
  /** The command to build. */
  readonly package: string;
  readonly version: string;
  readonly binary: string;
  /** Programs built in the same go, because they share most of what is compiled: commands by the name of the binary. */
  readonly also?: Readonly<Record<string, string>>;
  /** String variables set at link time. */
  readonly variables: Readonly<Record<string, string>>;
  /** Build tags. */
  readonly tags?: readonly string[];
  /** Further names of the binary. */
  readonly links?: readonly string[];
  /** Files of the module that go with the programs, by their name in the part's folder `share`. */
  readonly files?: Readonly<Record<string, string>>;
}

const [, major = '', minor = ''] = /^v(\d+)\.(\d+)\./.exec(kubernetes.version) ?? [];

const underModule = (prefix: string, values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]));

/** Where the programs of the Prometheus project keep their version. */
const prometheusVersion = (version: string): Record<string, string> => ({
  'github.com/prometheus/common/version.Version': version.replace(/^v/, ''),
});

// An add-on has a module of its own, and so upstream's own dependencies: in the module of Kubernetes it would raise some, change the
// key of what everyone has built, and make the default set-up resolve modules that it does not use.
const recipes = {
  kubernetes: {
    module: 'kubernetes',
    source: 'k8s.io/kubernetes',
    package: './hyperkube',
    version: kubernetes.version,
    binary: 'hyperkube',
    variables: underModule('k8s.io/component-base/version', {
      gitVersion: kubernetes.version,
      gitMajor: major,
      gitMinor: minor,
      gitCommit: kubernetes.commit,
      gitTreeState: 'clean',
      buildDate: kubernetes.date,
    }),
    links: ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'kube-proxy'],
  },
  'metrics-server': {
    module: 'kubernetes',
    source: 'sigs.k8s.io/metrics-server',
    package: 'sigs.k8s.io/metrics-server/cmd/metrics-server',
    version: metricsServer.version,
    binary: 'metrics-server',
    variables: {
      ...underModule('k8s.io/component-base/version', { gitVersion: kubernetes.version }),
      ...underModule('k8s.io/client-go/pkg/version', {
        gitVersion: metricsServer.version,
        buildDate: metricsServer.date,
      }),
    },
  },
  coredns: {
    module: 'kubernetes',
    source: 'github.com/coredns/coredns',
    package: './coredns',
    version: coredns.version,
    binary: 'coredns',
    variables: {},
  },
  prometheus: {
    module: 'prometheus',
    source: 'github.com/prometheus/prometheus',
    package: 'github.com/prometheus/prometheus/cmd/prometheus',
    version: prometheus.version,
    binary: 'prometheus',
    variables: prometheusVersion(prometheus.version.replace(/^v0\.(\d)(\d\d)/, '$1.$2')),
    // Debian's package is without the Kubernetes service discovery; this is with no other, which saves the clouds' SDKs.
    tags: ['remove_all_sd', 'enable_kubernetes_sd'],
  },
  keda: {
    module: 'keda',
    source: 'github.com/kedacore/keda/v2',
    package: 'github.com/kedacore/keda/v2/cmd/operator',
    version: keda.version,
    binary: 'keda',
    also: { 'keda-adapter': 'github.com/kedacore/keda/v2/cmd/adapter' },
    variables: { 'github.com/kedacore/keda/v2/version.Version': keda.version.replace(/^v/, '') },
    // The cron scaler reads time zones, and the image has no files of them.
    tags: ['timetzdata'],
  },
  'prometheus-adapter': {
    module: 'prometheus-adapter',
    source: 'sigs.k8s.io/prometheus-adapter',
    package: 'sigs.k8s.io/prometheus-adapter/cmd/adapter',
    version: prometheusAdapter.version,
    binary: 'adapter',
    variables: {},
  },
  vpa: {
    module: 'vpa',
    source: 'k8s.io/autoscaler/vertical-pod-autoscaler',
    package: 'k8s.io/autoscaler/vertical-pod-autoscaler/pkg/recommender',
    version: vpa.version,
    binary: 'recommender',
    also: {
      updater: 'k8s.io/autoscaler/vertical-pod-autoscaler/pkg/updater',
      'admission-controller': 'k8s.io/autoscaler/vertical-pod-autoscaler/pkg/admission-controller',
    },
    variables: {},
  },
  karpenter: {
    module: 'karpenter',
    source: 'sigs.k8s.io/karpenter',
    package: 'sigs.k8s.io/karpenter/kwok',
    version: karpenter.version,
    binary: 'karpenter',
    variables: { 'sigs.k8s.io/karpenter/pkg/operator.Version': karpenter.version.replace(/^v/, '') },
  },
  'prometheus-operator': {
    module: 'prometheus-operator',
    source: 'github.com/prometheus-operator/prometheus-operator',
    package: 'github.com/prometheus-operator/prometheus-operator/cmd/operator',
    version: prometheusOperator.version,
    binary: 'operator',
    also: {
      'prometheus-config-reloader': 'github.com/prometheus-operator/prometheus-operator/cmd/prometheus-config-reloader',
    },
    variables: prometheusVersion(prometheusOperator.version),
  },
  'kube-state-metrics': {
    module: 'kube-state-metrics',
    source: 'k8s.io/kube-state-metrics/v2',
    package: 'k8s.io/kube-state-metrics/v2',
    version: kubeStateMetrics.version,
    binary: 'kube-state-metrics',
    variables: prometheusVersion(kubeStateMetrics.version),
  },
  'node-exporter': {
    module: 'node-exporter',
    source: 'github.com/prometheus/node_exporter',
    package: 'github.com/prometheus/node_exporter',
    version: nodeExporter.version,
    binary: 'node_exporter',
    variables: prometheusVersion(nodeExporter.version),
  },
  alertmanager: {
    module: 'alertmanager',
    source: 'github.com/prometheus/alertmanager',
    package: 'github.com/prometheus/alertmanager/cmd/alertmanager',
    version: alertmanager.version,
    binary: 'alertmanager',
    variables: prometheusVersion(alertmanager.version),
  },
  istio: {
    module: 'istio',
    source: 'istio.io/istio',
    package: 'istio.io/istio/pilot/cmd/pilot-discovery',
    version: istio.version,
    binary: 'pilot-discovery',
    also: { 'pilot-agent': 'istio.io/istio/pilot/cmd/pilot-agent', manifests: './manifests' },
    variables: { 'istio.io/istio/pkg/version.buildVersion': istio.release },
    files: { 'envoy_bootstrap.json': 'tools/packaging/common/envoy_bootstrap.json' },
  },
  kind: {
    module: 'kind',
    source: 'sigs.k8s.io/kind',
    package: 'sigs.k8s.io/kind',
    version: kind.version,
    binary: 'kind',
    variables: {},
  },
  pulumi: {
    module: 'pulumi',
    source: 'github.com/pulumi/pulumi/pkg/v3',
    package: 'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi',
    version: pulumi.version,
    binary: 'pulumi',
    variables: { 'github.com/pulumi/pulumi/sdk/v3/go/common/version.Version': pulumi.version },
  },
} as const satisfies Record<string, Recipe>;

/** Parts that are built from Go modules. */
export type GoPart = keyof typeof recipes;

const moduleDir = (recipe: Recipe): string => join(projectDir, 'toolchain/go', recipe.module);

/** Folder of the build's own caches, where the user's environment names none. Gigabytes: dropped when the builds are done. */
export const goCacheDir = (): string => join(cacheDir(), 'go');

/**
 * The environment of the go command. Caches that the environment names are used and kept. The user's proxy settings hold; what
 * would change the result (flags, a workspace, the commit of this checkout) does not.
 */
function goRun(recipe: Recipe, options: Options): RunOptions {
  return {
    cwd: moduleDir(recipe),
    signal: options.signal,
    env: {
      GOCACHE: process.env['GOCACHE'] ?? join(goCacheDir(), 'build'),
      GOMODCACHE: process.env['GOMODCACHE'] ?? join(goCacheDir(), 'mod'),
      GOFLAGS: '-mod=readonly -modcacherw -buildvcs=false',
      GOWORK: 'off',
      CGO_ENABLED: '0',
    },
    remedy: 'Run the same command again: it goes on where it stopped. `npm run doctor` checks what building needs.',
  };
}

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
  const { module } = recipes[name];
  const { source, version } = required ?? recipes[name];
  return {
    source,
    version,
    sum: async () => {
      const path = join(projectDir, 'toolchain/go', module, 'go.sum');
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

/** Drops the build's own caches. */
export const dropGoCaches = (): Promise<void> => rm(goCacheDir(), { recursive: true, force: true });
