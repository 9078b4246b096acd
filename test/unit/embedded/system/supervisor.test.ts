import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { files } from '../../../../embedded/plan/layout';
import { serviceDir } from '../../../../embedded/plan/services';
import { command, servicePid, startOf, supervisorPid } from '../../../../embedded/system/supervisor';
import { layoutIn, scratch } from '../scratch';

let folder: ReturnType<typeof scratch>;
beforeEach(() => (folder = scratch()));
afterEach(() => folder.remove());

describe('startOf', () => {
  it('is the start of a process (field 22 of /proc/PID/stat), whatever the program is called', async () => {
    const program = join(folder.dir, 'a) S 1 (b');
    symlinkSync('/bin/sleep', program);
    const child = spawn(program, ['60']);
    try {
      await once(child, 'spawn');
      const [, rest] = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split('(a) S 1 (b) ');
      // What is left begins with field 3.
      expect(startOf(child.pid ?? 0)).toBe(rest?.split(' ')[22 - 3]);
    } finally {
      child.kill();
    }
  });

  it('is none of a process that has ended', async () => {
    const child = spawn('true');
    await once(child, 'close');
    expect(startOf(child.pid ?? 0)).toBeUndefined();
  });
});

describe('supervisorPid', () => {
  const remember = (pid: number, started: string | undefined): void => {
    mkdirSync(join(folder.dir, 'run'));
    writeFileSync(files.supervisor(layoutIn(folder.dir)), JSON.stringify({ pid, started }));
  };

  it('is the process that was remembered', () => {
    remember(process.pid, startOf(process.pid));
    expect(supervisorPid(layoutIn(folder.dir))).toBe(process.pid);
  });

  it('is not another that has its number now', () => {
    remember(process.pid, '1');
    expect(supervisorPid(layoutIn(folder.dir))).toBeUndefined();
  });

  it('is none where nothing, or nothing that can be read, is remembered', () => {
    expect(supervisorPid(layoutIn(folder.dir))).toBeUndefined();
    remember(process.pid, undefined);
    expect(supervisorPid(layoutIn(folder.dir))).toBeUndefined();
  });
});

describe('a service', () => {
  const supervise = (): string => {
    const dir = join(serviceDir(layoutIn(folder.dir), 'n1-kubelet'), 'supervise');
    mkdirSync(dir, { recursive: true });
    return dir;
  };

  it('runs when its process is there', () => {
    const dir = supervise();
    writeFileSync(join(dir, 'pid'), `${process.pid}\n`);
    expect(servicePid(layoutIn(folder.dir), 'n1-kubelet')).toBe(process.pid);
    // runsv empties the file when the process has ended.
    writeFileSync(join(dir, 'pid'), '');
    expect(servicePid(layoutIn(folder.dir), 'n1-kubelet')).toBeUndefined();
    expect(servicePid(layoutIn(folder.dir), 'n2-kubelet')).toBeUndefined();
  });

  it('takes a command when its runsv listens, and none otherwise', async () => {
    const layout = layoutIn(folder.dir);
    const fifo = join(supervise(), 'control');
    expect(command(layout, 'n1-kubelet', 'u')).toBe(false);
    const runsv = spawn('sh', ['-c', 'mkfifo "$0"; exec 3<>"$0"; echo; exec head -c 1 <&3', fifo]);
    try {
      const ended = once(runsv, 'close');
      const said: Buffer[] = [];
      runsv.stdout.on('data', (data: Buffer) => said.push(data));
      await once(runsv.stdout, 'data');
      expect(command(layout, 'n1-kubelet', 'u')).toBe(true);
      await ended;
      expect(Buffer.concat(said).toString()).toBe('\nu');
    } finally {
      runsv.kill();
    }
    expect(command(layout, 'n1-kubelet', 'u')).toBe(false);
  });
});
