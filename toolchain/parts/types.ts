import type { Options } from '../types';
import type { Manifest } from '../cache/manifest';

/** A part of the toolchain that is ready: its folder and what is known of it. */
export interface Ready {
  readonly dir: string;
  readonly manifest: Manifest;
}

/** What a part is given to make itself with. */
export interface Making extends Options {
  /** Empty folder to put the files in. */
  readonly dir: string;
  /** Where that folder will be in the end, for files that name their own path. */
  readonly finalDir: string;
  /** The parts it needs, by name. */
  readonly needs: Readonly<Record<string, Ready>>;
}

/** What a part says of itself once made. */
export interface Made {
  /** The version found; the wanted one when absent. */
  readonly version?: string;
  readonly facts?: Readonly<Record<string, string>>;
}

/** One thing that is built or downloaded, and kept in the cache under the hash of what makes it. */
export interface Part {
  readonly name: string;
  /** The version wanted. */
  readonly version: string;
  /** Where it is from, for people: `Debian package etcd-server`. */
  readonly origin: string;
  /** Parts that are used to make it. They need not be there any more once it is made. */
  readonly needs?: readonly Part[];
  /** Parts of one group are made one after another on a machine: compiling fills all cores. */
  readonly group?: 'go';
  /** Fetches ahead of the part's turn what it is made from. */
  readonly prefetch?: (options: Options) => Promise<void>;
  /** All that decides what comes out, besides the version and the parts needed; hashed to the key. */
  readonly inputs: () => Promise<unknown>;
  readonly make: (making: Making) => Promise<Made>;
}
