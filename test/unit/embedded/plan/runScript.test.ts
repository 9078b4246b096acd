import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { logConfig, logScript, runScript } from '../../../../embedded/plan/runScript';
import type { Service } from '../../../../embedded/plan/services';
import { scratch } from '../scratch';

const service: Service = { name: 'demo', dir: '/service/demo', group: 'demo', command: ['/bin/true'] };

let folder: ReturnType<typeof scratch>;
beforeEach(() => (folder = scratch()));
afterEach(() => folder.remove());

describe('runScript', () => {
  it('joins the control groups, then becomes the process', () => {
    // A folder stands for a control group: a file takes what the kernel would.
    const groups = ['cpu', "user's memory"].map((name) => join(folder.dir, name));
    groups.forEach((group) => mkdirSync(group));
    const command = ['sh', '-c', 'echo $$; pwd; echo "$1"', 'sh', "it's $HOME"];
    const script = runScript({ ...service, command }, groups);
    const [pid, cwd, word] = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\n');
    expect([cwd, word]).toEqual(['/', "it's $HOME"]);
    expect(groups.map((group) => readFileSync(join(group, 'cgroup.procs'), 'utf8'))).toEqual([`${pid}\n`, `${pid}\n`]);
  });

  it('starts nothing outside its control group', () => {
    const script = runScript({ ...service, command: ['echo', 'started'] }, [join(folder.dir, 'missing')]);
    const { status, stdout } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
    expect(status).not.toBe(0);
    // What goes wrong is said where the log is kept.
    expect(stdout).toMatch(/missing\/cgroup\.procs/);
    expect(stdout).not.toContain('started');
  });

  it('sets the environment, but nothing empty', () => {
    const env = { GREETING: 'good day', EMPTY: '' };
    const script = runScript({ ...service, env, command: ['sh', '-c', 'echo "$GREETING ${EMPTY-unset}"'] }, []);
    expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe('good day unset\n');
  });

  it('runs what comes before outside the control group', () => {
    const script = runScript({ ...service, before: ['echo first'] }, ['/cg/demo']);
    expect(script.indexOf('echo first')).toBeLessThan(script.indexOf('/cg/demo/cgroup.procs'));
    expect(script.indexOf('echo first')).toBeGreaterThan(script.indexOf('set -e'));
  });

  it('changes with the configuration, and only then', () => {
    const before = runScript({ ...service, files: { '/etc/demo': 'a' } }, []);
    expect(runScript({ ...service, files: { '/etc/demo': 'a' } }, [])).toBe(before);
    expect(runScript({ ...service, files: { '/etc/demo': 'b' } }, [])).not.toBe(before);
  });
});

describe('log of a service', () => {
  it('is kept by svlogd in its folder, 5 files of 10 MB', () => {
    expect(logScript('/tools/svlogd', '/log/it is')).toBe("#!/bin/sh\nexec /tools/svlogd '/log/it is'\n");
    // svlogd(8): s is the size of `current`, n the number of old files.
    expect(logConfig).toBe('s10000000\nn4\n');
  });
});
