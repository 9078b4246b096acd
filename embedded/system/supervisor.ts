import { spawn } from 'node:child_process';
import { appendFileSync, closeSync, constants, openSync, readFileSync, utimesSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

import { files, type Layout } from '../plan/layout';
import { quote } from '../plan/quote';
import { serviceDir } from '../plan/services';
import type { ClusterParts } from '../types';
import { readIfThere, writeAtomically } from './files';
import { waitFor } from './wait';

const identity = z.object({ pid: z.number().int(), started: z.string() });

/** When a process started, in ticks since boot: with its id, that names it for certain. */
export function startOf(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  // The second field is the program's name in brackets, which may hold anything.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields?.[0] === 'Z' ? undefined : fields?.[19];
}

/** Id of the cluster's supervisor; undefined when it does not run. */
export function supervisorPid(layout: Layout): number | undefined {
  try {
    const { pid, started } = identity.parse(JSON.parse(readFileSync(files.supervisor(layout), 'utf8')));
    return startOf(pid) === started ? pid : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Starts runsvdir in network and mount namespaces of its own, which become the cluster's. Whatever the cluster mounts is seen only
 * in there and is gone with its last process. `groups` are its cgroup's folders. It outlives this process.
 */
export async function startSupervisor(
  layout: Layout,
  tools: ClusterParts['tools'],
  groups: readonly string[],
  signal?: AbortSignal,
): Promise<number> {
  const script = [
    'set -e',
    ...groups.map((group) => `echo $$ >${quote(`${group}/cgroup.procs`)}`),
    `exec unshare --mount --propagation slave --net ${quote(tools.runsvdir)} -P ${quote(files.services(layout))} ${quote(title)}`,
  ].join('\n');
  const log = openSync(join(files.logs(layout), 'supervisor.log'), 'a', 0o600);
  // Of the caller's environment nothing goes on: a proxy or a path of its own would change what the services do.
  const env = { PATH: `${dirname(tools.runsv)}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin` };
  const child = spawn('sh', ['-c', script], { detached: true, stdio: ['ignore', log, log], cwd: '/', env });
  closeSync(log);
  child.unref();
  const pid = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => resolve(child.pid ?? 0));
  });
  const started = await waitFor({ what: 'supervisor (runsvdir) started', timeout: 10_000, interval: 5, signal }, () => {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(readIfThere(join(files.logs(layout), 'supervisor.log')));
    return isRunsvdir(pid) ? startOf(pid) : undefined;
  });
  writeAtomically(files.supervisor(layout), JSON.stringify({ pid, started }));
  return pid;
}

/** Has runsvdir keep what it and its runsv say in its process title, which `ps` shows; and gives it a pipe that wakes it. */
const title = `log: ${'.'.repeat(400)}`;

/**
 * Has the cluster's supervisor look for new services now rather than within 5 s: a byte in its log pipe wakes it. It reads a folder only
 * when its time of change is another one, and not in the second of that change.
 */
export function wakeSupervisor(layout: Layout): void {
  const pid = supervisorPid(layout);
  if (pid === undefined) return;
  try {
    const past = Date.now() / 1000 - 10 - Math.random() * 1000;
    utimesSync(files.services(layout), past, past);
    appendFileSync(`/proc/${pid}/fd/2`, '.');
  } catch {
    // It will look by itself, or has just ended.
  }
}

/** Whether a process has become runsvdir, and so is in the namespaces that were made for it. */
export const isRunsvdir = (pid: number): boolean => readIfThere(`/proc/${pid}/comm`)?.trim() === 'runsvdir';

/** What runsv can be told: start, stop, terminate, kill, or to stop the service and end. */
type Letter = 'u' | 'd' | 't' | 'k' | 'x';

/** Gives the runsv of a service's folder a command; false when none listens there. */
export function commandAt(dir: string, letter: Letter): boolean {
  try {
    const fifo = openSync(join(dir, 'supervise/control'), constants.O_WRONLY | constants.O_NONBLOCK);
    try {
      writeSync(fifo, letter);
      return true;
    } finally {
      closeSync(fifo);
    }
  } catch {
    return false;
  }
}

/** Gives the runsv of a service a command; false when none listens. */
export const command = (layout: Layout, service: string, letter: Letter): boolean =>
  commandAt(serviceDir(layout, service), letter);

/** Id of a service's process; undefined when it does not run. */
export function servicePid(layout: Layout, service: string): number | undefined {
  const pid = Number(readIfThere(join(serviceDir(layout, service), 'supervise/pid')));
  return pid > 0 && startOf(pid) !== undefined ? pid : undefined;
}
