import type { debian as tested } from '../../../stacks/versions';

/** What is taken from which Debian packages. Paths are the packages' own; `TRIPLET` stands for Debian's library folder, `LOADER` for the loader's name. */
export interface Recipe {
  /** The first one is what the part is about; the others are libraries. */
  readonly packages: readonly [keyof typeof tested, ...string[]];
  /** Files and folders to take, by the place to put them. */
  readonly take?: Readonly<Record<string, string>>;
  /** Executables that need the packages' libraries, by the place to put them. */
  readonly wrap?: Readonly<Record<string, string>>;
}

export const recipes = {
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
