import { judge, unserved, type System, type Work } from '../../../toolchain/requirements';

const GiB = 1024 ** 3;
const good: System = {
  platform: 'linux',
  arch: 'x64',
  served: true,
  root: true,
  capabilities: 0x1ffffffffffn,
  release: 'debian 12',
  node: '22.23.3',
  go: '1.26.8',
  goToolchain: 'auto',
  pip: '23.0.1',
  commands: new Set(['nsenter', 'flock', 'setpriv', 'mount', 'umount', 'apt-get', 'dpkg-deb', 'ldd']),
  cgroup: 'v2',
  free: 60 * GiB,
  memory: 8 * GiB,
};
const everything: Work = { go: true, debian: true, wheels: true };
const nothing: Work = { go: false, debian: false, wheels: false };

test('a fresh Debian 12 with Go, Python and Node has nothing in its way', () => {
  expect(judge(good, everything)).toEqual([]);
});

test.each<[string, Partial<System>, string]>([
  ['macOS', { platform: 'darwin', arch: 'arm64' }, 'this is darwin on arm64'],
  ['another processor', { arch: 'riscv64', served: false }, 'this is linux on riscv64'],
  ['no root', { root: false }, 'the embedded cluster needs root'],
  ['a container that is not privileged', { capabilities: 0xa80425fbn }, 'root lacks CAP_NET_ADMIN and CAP_SYS_ADMIN'],
])('%s is said first, and that kind and EKS are other ways that come later', (_name, change, what) => {
  const [first] = judge({ ...good, ...change, go: undefined, free: 0 }, everything);
  expect(first?.what).toContain(what);
  expect(first?.remedy).toMatch(/kind and Amazon EKS, by the config key `cluster`.*later release/);
});

test('a bit too few of the capabilities is enough to name that one', () => {
  // All but bit 21, CAP_SYS_ADMIN (capabilities(7), linux/capability.h).
  const [first] = unserved({ ...good, capabilities: 0x1ffffffffffn & ~(1n << 21n) });
  expect(first?.what).toBe('root lacks CAP_SYS_ADMIN here, as in a container that is not privileged');
});

test.each<[string, Partial<System>, 'error' | 'warning', string]>([
  ['an old Node', { node: '20.20.2' }, 'error', 'Node 20.20.2 is too old, 22.0.0 is needed'],
  ['no Go', { go: undefined }, 'error', 'Go is missing'],
  ['a very old Go', { go: '1.19.8' }, 'error', 'Go 1.19.8 is too old'],
  ['a Go that may fetch a newer one', { go: '1.26.0' }, 'warning', 'it will fetch a newer toolchain'],
  ['a Go that may not', { go: '1.26.0', goToolchain: 'local' }, 'error', 'GOTOOLCHAIN=local'],
  ['no pip', { pip: undefined }, 'error', 'Python 3 with pip is missing'],
  ['no cgroups', { cgroup: undefined }, 'error', 'no cgroup v1 or v2'],
  ['another Debian', { release: 'debian 13' }, 'warning', 'this is debian 13, tested is Debian 12'],
  ['a full disk', { free: 5 * GiB }, 'error', '5.0 GiB are free for the cache, set-up needs up to 10.0 GiB'],
  ['little memory', { memory: 2 * GiB }, 'warning', 'the machine has 2.0 GiB of memory'],
])('%s: %#', (_name, change, level, what) => {
  const findings = judge({ ...good, ...change }, everything);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ level });
  expect(findings[0]?.what).toContain(what);
  expect(findings[0]?.remedy).not.toBe('');
});

test('a system without apt names the packages and Debian', () => {
  const commands = new Set([...good.commands].filter((name) => name !== 'apt-get'));
  expect(judge({ ...good, commands }, everything)[0]).toMatchObject({
    level: 'error',
    remedy: 'Use Debian 12 or the like.',
  });
});

test('what only building needs is not asked for when nothing has to be built', () => {
  const bare = {
    ...good,
    go: undefined,
    pip: undefined,
    free: GiB,
    commands: new Set(['nsenter', 'flock', 'setpriv', 'mount', 'umount']),
  };
  expect(judge(bare, nothing)).toEqual([]);
});
