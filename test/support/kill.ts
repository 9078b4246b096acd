import { processesIn } from '../../embedded/system/cgroups';
import { hierarchies } from '../../embedded/system/machine';
import { root } from '../../embedded/plan/layout';

/** Kills every process of an embedded cluster at once, as a crash of the machine would. */
export function killCluster(name: string): Promise<void> {
  for (const pid of processesIn(hierarchies(), `${root}/${name}`)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended with the others.
    }
  }
  return Promise.resolve();
}
