import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Hierarchies } from '../../../embedded/plan/cgroups';
import { files } from '../../../embedded/plan/layout';
import { leftovers, stopAll } from '../../../embedded/remove';
import { startOf } from '../../../embedded/system/supervisor';
import { layoutIn, program, scratch } from './scratch';

let folder: ReturnType<typeof scratch>;
let hierarchies: Hierarchies;
beforeEach(() => {
  folder = scratch();
  hierarchies = { version: 2, mount: join(folder.dir, 'cg'), controllers: [] };
});
afterEach(() => folder.remove());

describe('leftovers', () => {
  it('are a state folder, a run folder or a control group', () => {
    const layout = layoutIn(folder.dir);
    expect(leftovers(layout, hierarchies)).toBe(false);
    for (const dir of [layout.state, layout.run, join(folder.dir, 'cg', layout.group)]) {
      mkdirSync(dir, { recursive: true });
      expect(leftovers(layout, hierarchies)).toBe(true);
      rmSync(dir, { recursive: true });
    }
    expect(leftovers(layout, hierarchies)).toBe(false);
  });
});

describe('stopAll', () => {
  it('ends the supervisor, removes group and run folder, and keeps the state', async () => {
    const layout = layoutIn(folder.dir);
    const group = join(folder.dir, 'cg', layout.group);
    for (const dir of [layout.state, layout.run, group]) mkdirSync(dir, { recursive: true });
    const supervisor = spawn('sleep', ['60']);
    try {
      const ended = once(supervisor, 'exit');
      await once(supervisor, 'spawn');
      const { pid = 0 } = supervisor;
      writeFileSync(files.supervisor(layout), JSON.stringify({ pid, started: startOf(pid) }));
      await stopAll(layout, hierarchies, program(folder.dir, 'ip', ['echo "[]"']));
      expect(await ended).toEqual([null, 'SIGKILL']);
      expect([existsSync(group), existsSync(layout.run), existsSync(layout.state)]).toEqual([false, false, true]);
    } finally {
      supervisor.kill();
    }
  });
});
