import {
  chmod,
  copyFile,
  cp,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';

import { debian as tested } from '../../stacks/versions';
import { withLock } from '../cache/lock';
import { cacheDir } from '../paths';
import { run, type RunOptions } from '../run';
import { architecture } from '../system';
import type { Options } from '../types';
import type { Making, Part } from './types';

/** What is taken from which Debian packages. Paths are the packages' own; `TRIPLET` stands for Debian's library folder, `LOADER` for the loader's name. */
interface Recipe {
  /** The first one is what the part is about; the others are libraries. */
  readonly packages: readonly [keyof typeof tested, ...string[]];
  /** Files and folders to take, by the place to put them. */
  readonly take?: Readonly<Record<string, string>>;
  /** Executables that need the packages' libraries, by the place to put them. */
  readonly wrap?: Readonly<Record<string, string>>;
}

const recipes = {
  etcd: { packages: ['etcd-server'], take: { 'bin/etcd': 'usr/bin/etcd' } },
  containerd: {
    packages: ['containerd'],
    take: {
      'bin/containerd': 'usr/bin/containerd',
      'bin/ctr': 'usr/bin/ctr',
      'bin/containerd-shim-runc-v2': 'usr/bin/containerd-shim-runc-v2',
    },
  },
  // Its libseccomp2 is on every Debian 12: apt itself needs it. (A library path would not reach `runc init`.)
  runc: { packages: ['runc'], take: { 'bin/runc': 'usr/sbin/runc' } },
  'cni-plugins': { packages: ['containernetworking-plugins'], take: { bin: 'usr/lib/cni' } },
  catatonit: { packages: ['catatonit'], take: { 'bin/catatonit': 'usr/bin/catatonit' } },
  runit: {
    packages: ['runit'],
    take: Object.fromEntries(
      ['runsvdir', 'runsv', 'sv', 'svlogd', 'chpst'].map((name) => [`bin/${name}`, `usr/bin/${name}`]),
    ),
  },
  nftables: {
    packages: [
      'nftables',
      'libnftables1',
      'libnftnl11',
      'libmnl0',
      'libjansson4',
      'libxtables12',
      'libgmp10',
      'libedit2',
      'libbsd0',
      'libmd0',
      'libtinfo6',
    ],
    wrap: { 'bin/nft': 'usr/sbin/nft' },
  },
  iproute2: {
    packages: ['iproute2', 'libbpf1', 'libelf1', 'libmnl0', 'libbsd0', 'libmd0', 'libcap2', 'zlib1g'],
    wrap: { 'bin/ip': 'bin/ip' },
  },
  // For the image of Istio's proxies, whose agent leads a pod's connections through the proxy.
  iptables: {
    packages: ['iptables', 'libxtables12', 'libnftnl11', 'libmnl0'],
    take: {
      'libexec/xtables-nft-multi': 'usr/sbin/xtables-nft-multi',
      'lib/xtables': 'usr/lib/TRIPLET/xtables',
      ...Object.fromEntries(
        ['libxtables.so.12', 'libnftnl.so.11', 'libmnl.so.0'].map((name) => [`lib/${name}`, `usr/lib/TRIPLET/${name}`]),
      ),
    },
  },
  // For the images of load generators.
  python: {
    packages: [
      'python3.11-minimal',
      'libpython3.11-minimal',
      'libpython3.11-stdlib',
      'libssl3',
      'zlib1g',
      'libexpat1',
      'libffi8',
      'libbz2-1.0',
      'liblzma5',
      'libuuid1',
    ],
    take: {
      'bin/python3.11': 'usr/bin/python3.11',
      stdlib: 'usr/lib/python3.11',
      ...Object.fromEntries(
        ['libz.so.1', 'libexpat.so.1', 'libbz2.so.1.0', 'liblzma.so.5'].map((name) => [
          `lib/${name}`,
          `lib/TRIPLET/${name}`,
        ]),
      ),
      ...Object.fromEntries(
        ['libssl.so.3', 'libcrypto.so.3', 'libffi.so.8', 'libuuid.so.1'].map((name) => [
          `lib/${name}`,
          `usr/lib/TRIPLET/${name}`,
        ]),
      ),
    },
  },
  siege: {
    packages: ['siege', 'libssl3', 'zlib1g'],
    take: {
      'bin/siege': 'usr/bin/siege',
      'lib/libz.so.1': 'lib/TRIPLET/libz.so.1',
      'lib/libssl.so.3': 'usr/lib/TRIPLET/libssl.so.3',
      'lib/libcrypto.so.3': 'usr/lib/TRIPLET/libcrypto.so.3',
    },
  },
  // For images: the C and C++ run time, nothing else.
  glibc: {
    packages: ['libc6', 'libgcc-s1', 'libstdc++6'],
    take: {
      ...Object.fromEntries(
        [
          'libc.so.6',
          'libm.so.6',
          'libdl.so.2',
          'libpthread.so.0',
          'librt.so.1',
          'libresolv.so.2',
          'libgcc_s.so.1',
        ].map((name) => [`lib/${name}`, `lib/TRIPLET/${name}`]),
      ),
      'lib/libstdc++.so.6': 'usr/lib/TRIPLET/libstdc++.so.6',
      'lib/LOADER': 'lib/TRIPLET/LOADER',
    },
  },
} as const satisfies Record<string, Recipe>;

/** Parts that come from Debian's packages. */
export type DebianPart = keyof typeof recipes;

const remedy = 'Check that `apt-get update` works on this machine, then run `npm run setup` again.';

/** How long package lists are used before they are fetched again, in milliseconds. */
const listsAge = 3_600_000;

/**
 * The options of apt-get that keep its lists and caches in a folder of ours: the system's own stay as they are, and a machine
 * that never ran `apt-get update` works. The system's sources and keys are used, its hooks (which clean the system's cache) not.
 */
async function aptOptions(dir: string): Promise<string[]> {
  const config = join(dir, 'apt.conf');
  await mkdir(join(dir, 'lists/partial'), { recursive: true });
  await mkdir(join(dir, 'cache/archives/partial'), { recursive: true });
  await writeFile(
    config,
    [
      `Dir::State::lists "${dir}/lists";`,
      `Dir::Cache "${dir}/cache";`,
      '#clear APT::Update::Post-Invoke;',
      '#clear APT::Update::Post-Invoke-Success;',
      'Acquire::Languages "none";',
      'Acquire::Retries "1";',
      'Acquire::http::Timeout "20";',
      'Acquire::https::Timeout "20";',
      // Metadata of desktop applications.
      ...[
        'DEP-11',
        'DEP-11-icons-small',
        'DEP-11-icons',
        'DEP-11-icons-large',
        'DEP-11-icons-hidpi',
        'DEP-11-icons-large-hidpi',
      ].map((target) => `Acquire::IndexTargets::deb::${target}::DefaultEnabled "false";`),
      'APT::Sandbox::User "root";',
      '',
    ].join('\n'),
  );
  return ['-q', '-c', config];
}

/** Package lists of our own, fetched when older than an hour or when `refresh`. Gives apt-get's options. */
async function lists(options: Options, refresh: boolean): Promise<string[]> {
  const dir = join(cacheDir(), 'apt');
  const stamp = join(dir, 'updated');
  return withLock(join(cacheDir(), 'locks/apt'), 'package lists', options, async () => {
    const apt = await aptOptions(dir);
    const updated = await stat(stamp).catch(() => undefined);
    if (!refresh && updated && Date.now() - updated.mtimeMs < listsAge) return apt;
    options.report('fetching the package lists');
    // A source that is out of reach is no error here: the packages may come from another one.
    const failed = await run('apt-get', [...apt, 'update'], { signal: options.signal }).catch((error: Error) => error);
    options.signal?.throwIfAborted();
    if (failed instanceof Error) options.report(`apt-get update: ${failed.message.split('\n').at(-1)}`);
    await writeFile(stamp, '');
    await utimes(stamp, new Date(), new Date());
    return apt;
  });
}

async function download(packages: readonly string[], dir: string, options: Options): Promise<void> {
  await mkdir(dir);
  const attempt = async (refresh: boolean, more: RunOptions = {}): Promise<void> => {
    const apt = await lists(options, refresh);
    options.report(`downloading ${packages.length} Debian package${packages.length === 1 ? '' : 's'}`);
    await run('apt-get', [...apt, 'download', ...packages], { cwd: dir, signal: options.signal, ...more });
  };
  // The archive drops a package when a newer build of it comes: then the lists are out of date.
  await attempt(false).catch(async () => {
    options.signal?.throwIfAborted();
    await attempt(true, { remedy });
  });
}

/** Names of the libraries that an executable needs and that are in none of `folders` nor on the system. */
async function missingLibraries(executable: string, folders: string): Promise<string[]> {
  const output = await run('ldd', [executable], { env: { LD_LIBRARY_PATH: folders } }).catch(() => '');
  return [...output.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '');
}

/** Every shared library of the unpacked packages, flat. */
async function takeLibraries(root: string, triplet: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const folder of [`lib/${triplet}`, `usr/lib/${triplet}`]) {
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
    for (const { name } of entries.filter((entry) => /\.so\.\d+$/.test(entry.name))) {
      await copyFile(join(root, folder, name), join(to, name));
    }
  }
}

const wrapper = (library: string, executable: string): string =>
  `#!/bin/sh\nLD_LIBRARY_PATH='${library}' exec '${executable}' "$@"\n`;

/** Not a link to an absolute path, which is the system's then and not the package's. */
async function staysInside(path: string): Promise<boolean> {
  return !(await lstat(path)).isSymbolicLink() || !isAbsolute(await readlink(path));
}

async function unpack(recipe: Recipe, making: Making): Promise<string> {
  const { triplet, loader } = architecture();
  const named = (path: string): string => path.replaceAll('TRIPLET', triplet).replaceAll('LOADER', basename(loader));
  const debs = join(making.dir, '.debs');
  const root = join(making.dir, '.root');
  await download(recipe.packages, debs, making);
  making.report('unpacking');
  let version = '';
  for (const deb of await readdir(debs)) {
    await run('dpkg-deb', ['-x', join(debs, deb), root], { signal: making.signal });
    if (deb.startsWith(`${recipe.packages[0]}_`)) version = await run('dpkg-deb', ['-f', join(debs, deb), 'Version']);
  }
  for (const [to, from] of Object.entries(recipe.take ?? {})) {
    const target = join(making.dir, named(to));
    await mkdir(dirname(target), { recursive: true });
    await cp(join(root, named(from)), target, { recursive: true, dereference: true, filter: staysInside });
  }
  for (const [to, from] of Object.entries(recipe.wrap ?? {})) {
    const name = basename(to);
    await takeLibraries(root, triplet, join(making.dir, 'lib'));
    await mkdir(join(making.dir, 'libexec'), { recursive: true });
    await copyFile(join(root, from), join(making.dir, 'libexec', name));
    await mkdir(join(making.dir, dirname(to)), { recursive: true });
    await writeFile(
      join(making.dir, to),
      wrapper(join(making.finalDir, 'lib'), join(making.finalDir, 'libexec', name)),
    );
    await chmod(join(making.dir, to), 0o755);
  }
  await rm(debs, { recursive: true });
  await rm(root, { recursive: true });
  await refuseMissingLibraries(making.dir);
  return version;
}

async function refuseMissingLibraries(dir: string): Promise<void> {
  for (const folder of ['bin', 'libexec']) {
    for (const name of await readdir(join(dir, folder)).catch(() => [])) {
      const path = join(dir, folder, name);
      if ((await readFile(path)).subarray(0, 2).toString() === '#!') continue;
      const missing = await missingLibraries(path, join(dir, 'lib'));
      if (missing.length === 0) continue;
      throw new Error(`${name} needs ${missing.join(', ')}, which this system lacks; it was made for Debian 12`);
    }
  }
}

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
