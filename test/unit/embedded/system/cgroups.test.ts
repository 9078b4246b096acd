import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Hierarchies } from '../../../../embedded/plan/cgroups';
import {
  ensureGroups,
  groupExists,
  processesIn,
  removeGroup,
  removeIfEmpty,
} from '../../../../embedded/system/cgroups';
import { scratch } from '../scratch';

// Folders stand for the file system of control groups: files that the kernel would make are made by the tests.
let folder: ReturnType<typeof scratch>;
beforeEach(() => (folder = scratch()));
afterEach(() => folder.remove());

const at = (...names: string[]): string => join(folder.dir, ...names);
const read = (...names: string[]): string => readFileSync(at(...names), 'utf8');
const two = (): Hierarchies => ({
  version: 1,
  mounts: [
    { path: at('cpu'), controllers: ['cpu'] },
    { path: at('memory'), controllers: ['memory'] },
  ],
});
const unified = (): Hierarchies => ({ version: 2, mount: folder.dir, controllers: ['cpu', 'memory'] });

describe('ensureGroups', () => {
  it('makes the groups and sets their limits, again and again', () => {
    const group = { path: 'demo', inner: false, cpu: 1.5, memory: 4096 };
    ensureGroups(unified(), [group]);
    ensureGroups(unified(), [{ ...group, cpu: 2 }]);
    expect([read('cgroup.subtree_control'), read('demo/cpu.max'), read('demo/memory.max')]).toEqual([
      '+cpu +memory',
      '200000 100000',
      '4096',
    ]);
  });

  it("takes the parent's CPUs where a v1 group has none, and keeps its own", () => {
    mkdirSync(at('demo/own'), { recursive: true });
    const write = (path: string, text: string): void => {
      for (const file of ['cpuset.cpus', 'cpuset.mems']) writeFileSync(at(path, file), text);
    };
    write('.', '0-3\n');
    write('demo', '\n');
    write('demo/own', '2\n');
    const hierarchies: Hierarchies = { version: 1, mounts: [{ path: folder.dir, controllers: ['cpuset'] }] };
    ensureGroups(hierarchies, [
      { path: 'demo', inner: true },
      { path: 'demo/own', inner: false },
    ]);
    expect([read('demo/cpuset.cpus'), read('demo/cpuset.mems'), read('demo/own/cpuset.cpus')]).toEqual([
      '0-3\n',
      '0-3\n',
      '2\n',
    ]);
  });

  it('names the group that cannot be made', () => {
    writeFileSync(at('demo'), 'not a folder');
    expect(() => ensureGroups(unified(), [{ path: 'demo', inner: false }])).toThrow(`control group ${at('demo')}: `);
  });
});

describe('processesIn', () => {
  it('has those of the group and below, in any hierarchy, each once', () => {
    mkdirSync(at('cpu/demo/n1/pods'), { recursive: true });
    mkdirSync(at('memory/demo'), { recursive: true });
    writeFileSync(at('cpu/demo/cgroup.procs'), '11\n12\n');
    writeFileSync(at('cpu/demo/n1/pods/cgroup.procs'), '13\n');
    writeFileSync(at('memory/demo/cgroup.procs'), '12\n14\n');
    writeFileSync(at('cpu/cgroup.procs'), '1\n');
    expect(processesIn(two(), 'demo').sort()).toEqual([11, 12, 13, 14]);
    expect(processesIn(two(), 'other')).toEqual([]);
  });
});

describe('removeGroup', () => {
  it('removes the group with all below it, in every hierarchy, and no other', async () => {
    for (const dir of ['cpu/demo/n1/pods', 'memory/demo/n2', 'cpu/other']) mkdirSync(at(dir), { recursive: true });
    expect(groupExists(two(), 'demo')).toBe(true);
    await removeGroup(two(), 'demo');
    expect(groupExists(two(), 'demo')).toBe(false);
    expect(existsSync(at('cpu/other'))).toBe(true);
  });

  it('ends the processes in it first', async () => {
    mkdirSync(at('demo'));
    // Stands for the kernel: the process is in the group as long as it lives.
    const script = 'sleep 60 & echo $! >"$0.tmp"; mv "$0.tmp" "$0"; echo; wait; rm "$0"';
    const kernel = spawn('sh', ['-c', script, at('demo/cgroup.procs')], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const ended = once(kernel, 'exit');
      await once(kernel.stdout, 'data');
      await removeGroup(unified(), 'demo');
      expect(existsSync(at('demo'))).toBe(false);
      await ended;
    } finally {
      kernel.kill();
    }
  });

  it('does nothing where there is none', async () => {
    await expect(removeGroup(two(), 'demo')).resolves.toBeUndefined();
  });
});

it('removeIfEmpty leaves a group that holds another', () => {
  for (const dir of ['cpu/root/demo', 'memory/root']) mkdirSync(at(dir), { recursive: true });
  removeIfEmpty(two(), 'root');
  expect([existsSync(at('cpu/root/demo')), existsSync(at('memory/root'))]).toEqual([true, false]);
});
