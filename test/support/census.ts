import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runRoot } from '../../embedded/plan/layout';
import { stateRoot, tools } from '../../toolchain';

const run = promisify(execFile);

/** What a cluster could leave on a machine. Two censuses are equal when nothing was left, and nothing taken away. */
export interface Census {
  /** Processes in a control group of the testbed, or in network or mount namespaces other than this process's. */
  readonly processes: readonly string[];
  readonly mounts: readonly string[];
  readonly namespaces: readonly string[];
  /** Control groups of the testbed and of pods. */
  readonly groups: readonly string[];
  readonly links: readonly string[];
  readonly addresses: readonly string[];
  readonly routes: readonly string[];
  readonly rules: readonly string[];
  /** Kernel settings that a cluster could want to change. */
  readonly settings: readonly string[];
  readonly files: readonly string[];
}

/** Folders in which Kubernetes, containerd and CNI keep things by default, and our own. */
const places = [
  '/run/autoscaling-testbed',
  '/run/containerd',
  '/run/netns',
  '/run/cni',
  '/run/flannel',
  '/var/lib/cni',
  '/var/lib/kubelet',
  '/var/lib/containerd',
  '/var/lib/etcd',
  '/var/log/pods',
  '/var/log/containers',
  '/etc/cni',
  '/etc/kubernetes',
  '/opt/cni',
  '/opt/containerd',
  '/usr/libexec/kubernetes',
];

const settings = [
  'net/ipv4/ip_forward',
  'net/ipv4/conf/all/rp_filter',
  'vm/overcommit_memory',
  'kernel/panic',
  'kernel/panic_on_oops',
  'net/netfilter/nf_conntrack_max',
];

function quiet<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

const text = (path: string): string => quiet(() => readFileSync(path, 'utf8'), '');
const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();

/** Folders below `dir`, itself included, as long as they can be read. */
function folders(dir: string): string[] {
  const children = quiet(() => readdirSync(dir, { withFileTypes: true }), []).filter((entry) => entry.isDirectory());
  return [dir, ...children.flatMap((child) => folders(join(dir, child.name)))];
}

/** Ids of all processes. One that has ended and that its parent has not asked for yet is none. */
const pids = (): string[] =>
  readdirSync('/proc').filter((name) => /^\d+$/.test(name) && !/^State:\s+[ZX]/m.test(text(`/proc/${name}/status`)));
const namespace = (pid: string, kind: string): string => quiet(() => readlinkSync(`/proc/${pid}/ns/${kind}`), '');

/** Another cluster of this machine, which goes its own way while a test runs. */
interface Other {
  readonly name: string;
  readonly block: number;
}

/** Clusters that run, but for those whose names begin with `own`. */
function others(own: string): Other[] {
  const names = quiet(() => readdirSync(runRoot), []).filter((name) => !name.startsWith(own));
  return names.flatMap((name) => {
    const claim = text(join(runRoot, name, 'claim.json'));
    return claim === '' ? [] : [{ name, block: (JSON.parse(claim) as { block: number }).block }];
  });
}

/** Whether a line is about one of those clusters: its folders and groups, its link, its addresses. */
const isAbout = (line: string, { name, block }: Other): boolean =>
  new RegExp(`/autoscaling-testbed/${name}(/|$|\\s)|\\batb${block}\\b|\\b10\\.${block}\\.`).test(line);

/** The user's own Pulumi state changes with every stack. */
const pulumiState = (line: string): boolean => line.includes('/autoscaling-testbed/_pulumi');

function processes(own: readonly string[]): string[] {
  const [net, mnt] = [namespace('self', 'net'), namespace('self', 'mnt')];
  return sorted(
    own
      .filter((pid) => {
        const ours = text(`/proc/${pid}/cgroup`).includes('/autoscaling-testbed');
        const apart = ![net, ''].includes(namespace(pid, 'net')) || ![mnt, ''].includes(namespace(pid, 'mnt'));
        return ours || apart;
      })
      .map((pid) => `${pid} ${text(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').slice(0, 120)}`),
  );
}

/** What there is, one line each; sorted. */
async function rows(command: string, args: readonly string[]): Promise<string[]> {
  return sorted((await run(command, args)).stdout.split('\n').filter(Boolean));
}

/** Everything on this machine that a test's clusters make; their names begin with `ownName`. */
export async function census(ownName: string): Promise<Census> {
  const { ip, nft } = await tools(['ip', 'nft'], { report: () => undefined });
  const foreign = others(ownName);
  // Other clusters keep the folder that all share.
  const shared = (line: string): boolean => foreign.length > 0 && line.endsWith('/autoscaling-testbed');
  const own = (lines: readonly string[]): string[] =>
    lines.filter((line) => !pulumiState(line) && !shared(line) && !foreign.some((other) => isAbout(line, other)));
  const mounts = text('/proc/self/mountinfo').split('\n').filter(Boolean);
  const groups = folders('/sys/fs/cgroup').filter((dir) => /autoscaling-testbed|kubepods/.test(dir));
  const files = [...places, stateRoot()]
    .filter((place) => quiet(() => statSync(place).isDirectory(), false))
    .flatMap(folders);
  const ids = pids().filter((pid) => !foreign.some((other) => isAbout(text(`/proc/${pid}/cgroup`), other)));
  return {
    processes: processes(ids),
    mounts: sorted(own(mounts.map((line) => line.split(' ').slice(3).join(' ')))),
    namespaces: sorted(ids.map((pid) => namespace(pid, 'net'))),
    groups: own(sorted(groups)),
    links: own((await rows(ip, ['-o', 'link', 'show'])).map((line) => (line.split(' ')[1] ?? '').replace(/@.*/, ''))),
    addresses: own(await rows(ip, ['-o', '-4', 'address', 'show'])),
    routes: own(await rows(ip, ['-4', 'route', 'show', 'table', 'all'])),
    rules: own(await rows(nft, ['list', 'ruleset'])),
    settings: settings.map((name) => `${name}=${text(`/proc/sys/${name}`).trim()}`),
    files: own(sorted(files)),
  };
}
