import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { groupDirs, groupSteps, type Group, type Hierarchies, type Step } from '../plan/cgroups';
import { readIfThere } from './files';
import { pause } from './wait';

function carryOut(step: Step): void {
  if (step.kind === 'mkdir') return void mkdirSync(step.path, { recursive: true });
  if (step.kind === 'write') return writeFileSync(step.path, step.value);
  const own = join(step.path, step.file);
  if (readFileSync(own, 'utf8').trim() === '') writeFileSync(own, readFileSync(join(step.path, '..', step.file)));
}

/** Makes the groups, and sets their limits anew. */
export function ensureGroups(hierarchies: Hierarchies, groups: readonly Group[]): void {
  for (const step of groupSteps(hierarchies, groups)) {
    try {
      carryOut(step);
    } catch (error) {
      throw new Error(`control group ${step.path}: ${(error as Error).message}`, { cause: error });
    }
  }
}

/** The folder itself and all below it, children first. */
function tree(dir: string): string[] {
  try {
    const children = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return [...children.flatMap((child) => tree(join(dir, child.name))), dir];
  } catch {
    return [];
  }
}

/** Ids of all processes in a group and the groups below it, in any hierarchy. */
export function processesIn(hierarchies: Hierarchies, group: string): number[] {
  const dirs = groupDirs(hierarchies, group).flatMap(tree);
  const pids = dirs.flatMap((dir) =>
    (readIfThere(join(dir, 'cgroup.procs')) ?? '').split('\n').filter(Boolean).map(Number),
  );
  return [...new Set(pids)];
}

export const groupExists = (hierarchies: Hierarchies, group: string): boolean =>
  groupDirs(hierarchies, group).some((dir) => existsSync(dir));

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

/** Kills every process in a group and below, and those that they start meanwhile, and removes the groups. */
export async function removeGroup(hierarchies: Hierarchies, group: string): Promise<void> {
  const end = Date.now() + 20_000;
  for (;;) {
    const pids = processesIn(hierarchies, group);
    pids.forEach(kill);
    if (pids.length === 0 && removeDirs(hierarchies, group)) return;
    if (Date.now() > end) {
      throw new Error(
        `control group ${group}: processes ${pids.join(', ') || '(none)'} do not end, even after SIGKILL; end them and run this again`,
      );
    }
    await pause(5);
  }
}

/** Whether all groups are gone. One whose last process is only just ending is still busy. */
function removeDirs(hierarchies: Hierarchies, group: string): boolean {
  return groupDirs(hierarchies, group)
    .flatMap(tree)
    .map((dir) => {
      try {
        rmdirSync(dir);
        return true;
      } catch (error) {
        return (error as NodeJS.ErrnoException).code === 'ENOENT';
      }
    })
    .every(Boolean);
}

/** Removes a group that holds nothing any more; one that does stays. */
export const removeIfEmpty = (hierarchies: Hierarchies, group: string): void =>
  groupDirs(hierarchies, group).forEach((dir) => {
    try {
      rmdirSync(dir);
    } catch {
      // Another cluster uses it, or it is gone.
    }
  });
