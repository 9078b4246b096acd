import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

import { parseHierarchies, type Hierarchies } from '../plan/cgroups';
import type { Machine } from '../plan/size';

/** What this machine has. */
export const machine = (): Machine => ({ cores: cpus().length, memory: totalmem() });

/** How this machine's control groups are mounted. */
export function hierarchies(): Hierarchies {
  const found = parseHierarchies(readFileSync('/proc/self/mountinfo', 'utf8'), (mount) =>
    readFileSync(`${mount}/cgroup.controllers`, 'utf8').trim().split(' '),
  );
  if (!found)
    throw new Error(
      'no control groups are mounted on this machine; the embedded cluster needs cgroup v1 or v2 below /sys/fs/cgroup',
    );
  return found;
}
