import {
  groupDirs,
  groupSteps,
  parseHierarchies,
  weightOf,
  type Group,
  type Hierarchies,
} from '../../../../embedded/plan/cgroups';

// As a machine with systemd shows them, each shortened to the control groups (proc_pid_mountinfo(5)).
const v1 = `31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:9 master:2 - cgroup cgroup rw,cpu,cpuacct
33 31 0:31 / /sys/fs/cgroup/cpuset rw,relatime - cgroup cgroup rw,cpuset
34 31 0:32 / /sys/fs/cgroup/memory ro,relatime - cgroup cgroup ro,memory
35 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,xattr,name=systemd
`;
const unified = '36 31 0:38 / /sys/fs/cgroup/unified rw,relatime shared:3 - cgroup2 cgroup2 rw,nsdelegate\n';
const v2 = `23 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
29 23 0:26 / /sys/fs/cgroup rw,nosuid,nodev shared:4 - cgroup2 cgroup2 rw,nsdelegate,memory_recursiveprot
`;

const never = (): never => {
  throw new Error("v1's hierarchies have no file of controllers");
};

const mountsV1 = [
  { path: '/sys/fs/cgroup/cpu,cpuacct', controllers: ['cpu', 'cpuacct'] },
  { path: '/sys/fs/cgroup/cpuset', controllers: ['cpuset'] },
  { path: '/sys/fs/cgroup/memory', controllers: ['memory'] },
  { path: '/sys/fs/cgroup/systemd', controllers: ['name=systemd'] },
];

describe('parseHierarchies', () => {
  it("finds v1's hierarchies", () => {
    expect(parseHierarchies(v1, never)).toEqual({ version: 1, mounts: mountsV1 });
  });

  it("adds v2's when it is mounted beside v1's, as one without controllers", () => {
    expect(parseHierarchies(v1 + unified, never)).toEqual({
      version: 1,
      mounts: [...mountsV1, { path: '/sys/fs/cgroup/unified', controllers: [] }],
    });
  });

  it("asks v2's hierarchy for its controllers", () => {
    const asked: string[] = [];
    const controllers = (mount: string): string[] => (asked.push(mount), ['cpu', 'memory']);
    expect(parseHierarchies(v2, controllers)).toEqual({
      version: 2,
      mount: '/sys/fs/cgroup',
      controllers: ['cpu', 'memory'],
    });
    expect(asked).toEqual(['/sys/fs/cgroup']);
  });

  it('finds none where none is mounted', () => {
    expect(parseHierarchies('23 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw\n', never)).toBeUndefined();
  });
});

describe('weightOf', () => {
  // runc 1.1.5, libcontainer/cgroups/utils.go: ConvertCPUSharesToCgroupV2Value, 1 + (shares - 2) * 9999 / 262142 in whole numbers.
  it.each([
    [2, 1],
    [1024, 39],
    [4096, 157],
    [262_144, 10_000],
    [400_000, 10_000],
  ])('of %d shares is %d', (shares, weight) => {
    expect(weightOf(shares)).toBe(weight);
  });
});

const groups: Group[] = [
  { path: 'demo', inner: true },
  { path: 'demo/pods', inner: true, shares: 1536, cpu: 1.5, memory: 2_252_341_248 },
  { path: 'demo/system', inner: false, shares: 1024 },
];

describe('groupSteps', () => {
  it("on v1 makes every group in each hierarchy, and writes each controller's files in its own only", () => {
    const hierarchies: Hierarchies = {
      version: 1,
      mounts: [
        { path: '/cg/cpu', controllers: ['cpu', 'cpuacct'] },
        { path: '/cg/cpuset', controllers: ['cpuset'] },
        { path: '/cg/memory', controllers: ['memory'] },
        { path: '/cg/unified', controllers: [] },
      ],
    };
    const inherited = (path: string): object[] => [
      { kind: 'mkdir', path },
      { kind: 'inherit', path, file: 'cpuset.cpus' },
      { kind: 'inherit', path, file: 'cpuset.mems' },
    ];
    expect(groupSteps(hierarchies, groups)).toEqual([
      { kind: 'mkdir', path: '/cg/cpu/demo' },
      { kind: 'mkdir', path: '/cg/cpu/demo/pods' },
      { kind: 'write', path: '/cg/cpu/demo/pods/cpu.shares', value: '1536' },
      { kind: 'write', path: '/cg/cpu/demo/pods/cpu.cfs_period_us', value: '100000' },
      { kind: 'write', path: '/cg/cpu/demo/pods/cpu.cfs_quota_us', value: '150000' },
      { kind: 'mkdir', path: '/cg/cpu/demo/system' },
      { kind: 'write', path: '/cg/cpu/demo/system/cpu.shares', value: '1024' },
      ...['/cg/cpuset/demo', '/cg/cpuset/demo/pods', '/cg/cpuset/demo/system'].flatMap(inherited),
      { kind: 'mkdir', path: '/cg/memory/demo' },
      { kind: 'mkdir', path: '/cg/memory/demo/pods' },
      { kind: 'write', path: '/cg/memory/demo/pods/memory.limit_in_bytes', value: '2252341248' },
      { kind: 'mkdir', path: '/cg/memory/demo/system' },
      { kind: 'mkdir', path: '/cg/unified/demo' },
      { kind: 'mkdir', path: '/cg/unified/demo/pods' },
      { kind: 'mkdir', path: '/cg/unified/demo/system' },
    ]);
  });

  it('on v2 hands the controllers down to groups with children, but not to those that hold processes', () => {
    const controllers = ['cpuset', 'cpu', 'io', 'memory', 'hugetlb', 'pids', 'rdma', 'misc'];
    const enable = '+cpuset +cpu +io +memory +hugetlb +pids';
    expect(groupSteps({ version: 2, mount: '/cg', controllers }, groups)).toEqual([
      { kind: 'write', path: '/cg/cgroup.subtree_control', value: enable },
      { kind: 'mkdir', path: '/cg/demo' },
      { kind: 'write', path: '/cg/demo/cgroup.subtree_control', value: enable },
      { kind: 'mkdir', path: '/cg/demo/pods' },
      // 1 + (1536 - 2) * 9999 / 262142 = 59.5
      { kind: 'write', path: '/cg/demo/pods/cpu.weight', value: '59' },
      { kind: 'write', path: '/cg/demo/pods/cpu.max', value: '150000 100000' },
      { kind: 'write', path: '/cg/demo/pods/memory.max', value: '2252341248' },
      { kind: 'write', path: '/cg/demo/pods/cgroup.subtree_control', value: enable },
      { kind: 'mkdir', path: '/cg/demo/system' },
      { kind: 'write', path: '/cg/demo/system/cpu.weight', value: '39' },
    ]);
  });

  it('hands down only what the machine has', () => {
    const [first] = groupSteps({ version: 2, mount: '/cg', controllers: ['cpu', 'memory', 'misc'] }, []);
    expect(first).toMatchObject({ value: '+cpu +memory' });
  });

  it('writes a quota in whole microseconds', () => {
    const third: Group = { path: 'a', inner: false, cpu: 1 / 3 };
    expect(groupSteps({ version: 2, mount: '/cg', controllers: [] }, [third])).toContainEqual({
      kind: 'write',
      path: '/cg/a/cpu.max',
      value: '33333 100000',
    });
  });
});

describe('groupDirs', () => {
  it('are one a hierarchy', () => {
    expect(groupDirs({ version: 1, mounts: mountsV1.slice(0, 2) }, 'demo/pods')).toEqual([
      '/sys/fs/cgroup/cpu,cpuacct/demo/pods',
      '/sys/fs/cgroup/cpuset/demo/pods',
    ]);
    expect(groupDirs({ version: 2, mount: '/cg', controllers: [] }, 'demo/pods')).toEqual(['/cg/demo/pods']);
  });
});
