import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { agentSpec } from '../../../embedded/agent/settings';
import { files } from '../../../embedded/plan/layout';
import { controlPlaneNames, nodeServiceNames, serviceDir } from '../../../embedded/plan/services';
import { problemsOf } from '../../../embedded/status';
import { startOf } from '../../../embedded/system/supervisor';
import { layoutIn, record, scratch } from './scratch';

let folder: ReturnType<typeof scratch>;
beforeEach(() => (folder = scratch()));
afterEach(() => folder.remove());

/** A block that no cluster is given, so that its link is never there. */
const unlinked = { ...record, block: 300 };

describe('problemsOf', () => {
  it('are first of all that nothing runs', async () => {
    expect(await problemsOf(layoutIn(folder.dir), unlinked)).toEqual(['the supervisor does not run']);
  });

  it('are each service that does not run, and a link that is gone', async () => {
    const layout = layoutIn(folder.dir);
    mkdirSync(layout.run);
    // This process stands for the supervisor, and for every service but two.
    const me = { pid: process.pid, started: startOf(process.pid) };
    writeFileSync(files.supervisor(layout), JSON.stringify(me));
    const names = [...controlPlaneNames, ...[1, 3].flatMap((index) => Object.values(nodeServiceNames(index)))];
    for (const name of names.filter((each) => each !== 'kube-scheduler' && each !== 'n3-kubelet')) {
      const dir = join(serviceDir(layout, name), 'supervise');
      mkdirSync(dir, { recursive: true });
      writeFileSync(join(dir, 'pid'), `${process.pid}\n`);
    }
    expect(await problemsOf(layout, unlinked)).toEqual([
      'kube-scheduler does not run',
      'n3-kubelet does not run',
      'the link atb300 is gone',
    ]);
    const agent = agentSpec.parse({ maxNodes: 1 });
    expect(await problemsOf(layout, { ...unlinked, agent })).toContain('node-agent does not run');
  });
});
