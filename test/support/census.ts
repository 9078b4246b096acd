import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
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

function processes(): string[] {
  const [net, mnt] = [namespace('self', 'net'), namespace('self', 'mnt')];
  return sorted(
    pids()
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

/** Everything on this machine that a cluster makes. */
export async function census(): Promise<Census> {
  const { ip, nft } = await tools(['ip', 'nft'], { report: () => undefined });
  const mounts = text('/proc/self/mountinfo').split('\n').filter(Boolean);
  const groups = folders('/sys/fs/cgroup').filter((dir) => /autoscaling-testbed|kubepods/.test(dir));
  const files = [...places, stateRoot()]
    .filter((place) => quiet(() => statSync(place).isDirectory(), false))
    .flatMap(folders);
  return {
    processes: processes(),
    mounts: sorted(mounts.map((line) => line.split(' ').slice(3).join(' '))),
    namespaces: sorted(pids().map((pid) => namespace(pid, 'net'))),
    groups: sorted(groups),
    links: (await rows(ip, ['-o', 'link', 'show'])).map((line) => line.split(' ')[1] ?? ''),
    addresses: await rows(ip, ['-o', '-4', 'address', 'show']),
    routes: await rows(ip, ['-4', 'route', 'show', 'table', 'all']),
    rules: await rows(nft, ['list', 'ruleset']),
    settings: settings.map((name) => `${name}=${text(`/proc/sys/${name}`).trim()}`),
    files: sorted(files),
  };
}
