import { arch, platform } from 'node:process';

/** Names of one processor architecture in the worlds that the toolchain deals with. */
export interface Architecture {
  /** As Go, Debian and OCI images call it. */
  readonly name: 'amd64' | 'arm64';
  /** Debian's folder of libraries. */
  readonly triplet: string;
  /** The dynamic loader, as executables name it. */
  readonly loader: string;
  /** As Pulumi's release archives call it. */
  readonly pulumi: string;
}

const architectures: Partial<Record<NodeJS.Architecture, Architecture>> = {
  x64: { name: 'amd64', triplet: 'x86_64-linux-gnu', loader: 'lib64/ld-linux-x86-64.so.2', pulumi: 'x64' },
  arm64: { name: 'arm64', triplet: 'aarch64-linux-gnu', loader: 'lib/ld-linux-aarch64.so.1', pulumi: 'arm64' },
};

/** The architecture of this machine, or undefined where the toolchain does not serve it. */
export const knownArchitecture = (): Architecture | undefined => architectures[arch];

/** The architecture of this machine; an error where the toolchain does not serve it. */
export function architecture(): Architecture {
  const found = knownArchitecture();
  if (!found) throw new Error(`the embedded cluster serves Linux on x86_64 and arm64, not ${platform} on ${arch}`);
  return found;
}
