import { mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';

import { coredns, kubernetes, metricsServer, prometheus, pulumi } from '../../stacks/versions';
import { sources } from '../cache/key';
import { cacheDir, projectDir } from '../paths';
import { run, type RunOptions } from '../run';
import { architecture } from '../system';
import type { Options } from '../types';
import type { Making, Part } from './types';

interface Recipe {
  /** Folder of the Go module below `toolchain/go`. */
  readonly module: 'kubernetes' | 'prometheus' | 'pulumi';
  /** The module that the program is from, for people. */
  readonly source: string;
  /** The command to build. */
  readonly package: string;
  readonly version: string;
  readonly binary: string;
  /** String variables set at link time. */
  readonly variables: Readonly<Record<string, string>>;
  /** Build tags. */
  readonly tags?: readonly string[];
  /** Further names of the binary. */
  readonly links?: readonly string[];
}

const [, major = '', minor = ''] = /^v(\d+)\.(\d+)\./.exec(kubernetes.version) ?? [];

const underModule = (prefix: string, values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]));

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
    variables: {
      'github.com/prometheus/common/version.Version': prometheus.version.replace(/^v0\.(\d)(\d\d)/, '$1.$2'),
    },
    // Debian's package is without the Kubernetes service discovery; this is with no other, which saves the clouds' SDKs.
    tags: ['remove_all_sd', 'enable_kubernetes_sd'],
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
    remedy: 'Run `npm run setup` again: it goes on where it stopped. `npm run doctor` checks what building needs.',
  };
}

const tagFlags = ({ tags }: Recipe): string[] => (tags ? ['-tags', tags.join(',')] : []);

/** Downloads the modules that the command is built from, and gives the number of packages to compile. */
async function fetchModules(recipe: Recipe, options: Options): Promise<number> {
  let modules = 0;
  options.report('downloading Go modules');
  const listed = await run('go', ['list', '-deps', ...tagFlags(recipe), recipe.package], {
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
  await run('go', ['build', ...flags, '-o', join(bin, recipe.binary), recipe.package], {
    ...goRun(recipe, making),
    // With -v each package is named as its turn comes; one that is cached already is not.
    onLine: (line) => {
      if (/^\S+$/.test(line))
        making.report(`compiling ${++compiled} of ${total} packages`, Math.min(0.99, compiled / total));
    },
  });
  for (const link of recipe.links ?? []) await symlink(recipe.binary, join(bin, link));
}

/** The part that is built from a Go module of `toolchain/go`. */
export function goPart(name: GoPart): Part {
  const recipe: Recipe = recipes[name];
  const own = recipe.package.startsWith('./') ? `${recipe.package.slice(2)}/` : undefined;
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
      },
      architecture().name,
      await sources(
        moduleDir(recipe),
        (path) => /^go\.(mod|sum)$/.test(path) || (own !== undefined && path.startsWith(own)),
      ),
    ],
    make: async (making) => {
      await build(name, making);
      return {};
    },
  };
}

/** Drops the build's own caches. */
export const dropGoCaches = (): Promise<void> => rm(goCacheDir(), { recursive: true, force: true });
