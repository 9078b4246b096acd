import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Layout } from '../../../embedded/plan/layout';
import type { ClusterRecord } from '../../../embedded/record';
import type { ClusterParts } from '../../../embedded/types';

/** A folder of the test's own. */
export function scratch(): { readonly dir: string; readonly remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'embedded-test-'));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** A cluster `demo` all of whose files lie below `dir`. */
export const layoutIn = (dir: string): Layout => ({
  name: 'demo',
  state: join(dir, 'state'),
  run: join(dir, 'run'),
  group: 'autoscaling-testbed/demo',
});

/** A shell program in a test's folder. Gives its path. */
export function program(dir: string, name: string, lines: readonly string[]): string {
  const path = join(dir, name);
  writeFileSync(path, ['#!/bin/sh', ...lines, ''].join('\n'));
  chmodSync(path, 0o700);
  return path;
}

/** Parts by which each tool lies at /tools/NAME. */
export const parts: ClusterParts = {
  tools: new Proxy({} as ClusterParts['tools'], { get: (_, name) => `/tools/${String(name)}` }),
  cniPluginsDir: '/parts/cni',
  images: {
    pause: { ref: 'testbed.local/pause:1', archive: '/images/pause.tar' },
    coredns: { ref: 'testbed.local/coredns:1', archive: '/images/coredns.tar' },
  },
};

const mebibyte = 1024 ** 2;

/** A started cluster of two nodes, with the block 10.70.0.0/16. */
export const record: ClusterRecord = {
  version: 1,
  name: 'demo',
  block: 70,
  phase: 'started',
  nodes: [
    { index: 1, name: 'app-1', cpu: 1.5, memory: 2048 * mebibyte },
    {
      index: 3,
      name: 'load',
      cpu: 0.5,
      memory: 512 * mebibyte,
      labels: { 'testbed/role': 'load', 'testbed/zone': 'a' },
      taints: [{ key: 'testbed/role', value: 'load', effect: 'NoSchedule' }],
    },
  ],
  removed: [],
  images: [],
};
