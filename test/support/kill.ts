import { setTimeout as sleep } from 'node:timers/promises';
import { processesIn } from '../../embedded/system/cgroups';
import { hierarchies } from '../../embedded/system/machine';
import { root } from '../../embedded/plan/layout';

/** Kills every process of an embedded cluster at once, as a crash of the machine would, and waits until they are gone. */
export async function killCluster(name: string): Promise<void> {
  for (;;) {
    const pids = processesIn(hierarchies(), `${root}/${name}`);
    if (pids.length === 0) return;
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended with the others.
      }
    }
    await sleep(20);
  }
}
