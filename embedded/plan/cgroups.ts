/** How the machine's control groups are mounted. */
export type Hierarchies =
  | { readonly version: 2; readonly mount: string; readonly controllers: readonly string[] }
  | {
      readonly version: 1;
      readonly mounts: readonly { readonly path: string; readonly controllers: readonly string[] }[];
    };

/** One group, its parent listed before it. */
export interface Group {
  /** Path below a hierarchy's root. */
  readonly path: string;
  /** Whether it has children, so that on v2 it must not hold processes itself. */
  readonly inner: boolean;
  /** Limit in cores. */
  readonly cpu?: number;
  /** Weight against its siblings, 1024 being a neutral one. */
  readonly shares?: number;
  /** Limit in bytes. */
  readonly memory?: number;
}

/** One thing to do to the file system of control groups, in order. */
export type Step =
  | { readonly kind: 'mkdir'; readonly path: string }
  | { readonly kind: 'write'; readonly path: string; readonly value: string }
  /** Writes the parent's value of `file` when the group's own is empty. */
  | { readonly kind: 'inherit'; readonly path: string; readonly file: string };

const period = 100_000;

/** Controllers that the kubelet and runc want to have in a pod's group. */
const wanted = new Set(['cpuset', 'cpu', 'io', 'memory', 'hugetlb', 'pids']);

/** v1's cpu.shares (2 to 262144) as v2's cpu.weight (1 to 10000), by the formula that runc uses. */
export const weightOf = (shares: number): number => Math.min(10_000, 1 + Math.floor(((shares - 2) * 9999) / 262142));

const quota = (cpu: number): number => Math.round(cpu * period);

function stepsV1(
  mounts: readonly { path: string; controllers: readonly string[] }[],
  groups: readonly Group[],
): Step[] {
  return mounts.flatMap(({ path: mount, controllers }) =>
    groups.flatMap((group) => {
      const path = `${mount}/${group.path}`;
      const write = (controller: string, file: string, value: number | undefined): Step[] =>
        controllers.includes(controller) && value !== undefined
          ? [{ kind: 'write', path: `${path}/${file}`, value: String(value) }]
          : [];
      const inherited = controllers.includes('cpuset') ? ['cpuset.cpus', 'cpuset.mems'] : [];
      return [
        { kind: 'mkdir', path },
        ...inherited.map((file): Step => ({ kind: 'inherit', path, file })),
        ...write('cpu', 'cpu.shares', group.shares),
        ...write('cpu', 'cpu.cfs_period_us', group.cpu === undefined ? undefined : period),
        ...write('cpu', 'cpu.cfs_quota_us', group.cpu === undefined ? undefined : quota(group.cpu)),
        ...write('memory', 'memory.limit_in_bytes', group.memory),
      ];
    }),
  );
}

function stepsV2(mount: string, available: readonly string[], groups: readonly Group[]): Step[] {
  const enabled = available.filter((controller) => wanted.has(controller)).map((controller) => `+${controller}`);
  const enable = (path: string): Step => ({
    kind: 'write',
    path: `${path}/cgroup.subtree_control`,
    value: enabled.join(' '),
  });
  return [
    enable(mount),
    ...groups.flatMap((group): Step[] => {
      const path = `${mount}/${group.path}`;
      const write = (file: string, value: string | number | undefined): Step[] =>
        value === undefined ? [] : [{ kind: 'write', path: `${path}/${file}`, value: String(value) }];
      return [
        { kind: 'mkdir', path },
        ...write('cpu.weight', group.shares === undefined ? undefined : weightOf(group.shares)),
        ...write('cpu.max', group.cpu === undefined ? undefined : `${quota(group.cpu)} ${period}`),
        ...write('memory.max', group.memory),
        ...(group.inner ? [enable(path)] : []),
      ];
    }),
  ];
}

/** What makes the groups; doing it again changes nothing but limits that differ. */
export function groupSteps(hierarchies: Hierarchies, groups: readonly Group[]): Step[] {
  return hierarchies.version === 1
    ? stepsV1(hierarchies.mounts, groups)
    : stepsV2(hierarchies.mount, hierarchies.controllers, groups);
}

/** Folders of one group, one a hierarchy. */
export function groupDirs(hierarchies: Hierarchies, path: string): string[] {
  return hierarchies.version === 1
    ? hierarchies.mounts.map((mount) => `${mount.path}/${path}`)
    : [`${hierarchies.mount}/${path}`];
}

/** Reads /proc/self/mountinfo: which hierarchies there are. Undefined when none is mounted. */
export function parseHierarchies(
  mountinfo: string,
  controllersV2: (mount: string) => readonly string[],
): Hierarchies | undefined {
  const rows = mountinfo
    .split('\n')
    .filter((line) => line.includes(' - '))
    .map((line) => {
      const [before = '', after = ''] = line.split(' - ');
      const [type = '', , options = ''] = after.split(' ');
      return { path: before.split(' ')[4] ?? '', type, options: options.split(',') };
    });
  const mounts = rows
    .filter((row) => row.type === 'cgroup')
    .map(({ path, options }) => ({
      path,
      controllers: options.filter((option) => !['rw', 'ro', 'xattr'].includes(option)),
    }));
  const unified = rows.find((row) => row.type === 'cgroup2');
  // Beside v1's, v2's has no controllers, but runc makes its groups there as well.
  const hybrid = unified ? [{ path: unified.path, controllers: [] }] : [];
  if (mounts.length > 0) return { version: 1, mounts: [...mounts, ...hybrid] };
  return unified && { version: 2, mount: unified.path, controllers: controllersV2(unified.path) };
}
