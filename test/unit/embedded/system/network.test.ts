import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { removeHostLink, usedRanges } from '../../../../embedded/system/network';
import { layoutIn, program, scratch } from '../scratch';

let folder: ReturnType<typeof scratch>;
beforeEach(() => (folder = scratch()));
afterEach(() => folder.remove());

/** An `ip` that answers with `answer` when asked to show, and keeps what else it is told in a file. */
const ip = (answer: string, end = 'true'): string =>
  program(folder.dir, 'ip', [
    `case "$*" in *show*) printf %s '${answer}';; *) echo "$*" >>"$(dirname "$0")/calls"; ${end};; esac`,
  ]);
const calls = (): string[] => {
  const path = join(folder.dir, 'calls');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
};

describe('usedRanges', () => {
  // As `ip -4 -j route show table all` prints them.
  const routes = JSON.stringify([
    { dst: 'default', gateway: '192.168.1.1', dev: 'eth0', flags: [] },
    { dst: '10.70.0.0/16', gateway: '10.70.0.1', dev: 'atb70', flags: [] },
    { type: 'local', dst: '192.168.1.5', dev: 'eth0', table: 'local', flags: [] },
    { type: 'blackhole', dst: '10.80.0.0/16', flags: [] },
  ]);

  it('are all routes but the default', async () => {
    expect(await usedRanges(ip(routes))).toEqual(['10.70.0.0/16', '192.168.1.5', '10.80.0.0/16']);
  });

  it("can leave a cluster's own link out", async () => {
    expect(await usedRanges(ip(routes), 'atb70')).toEqual(['192.168.1.5', '10.80.0.0/16']);
  });

  it('are none where ip prints nothing', async () => {
    expect(await usedRanges(ip(''))).toEqual([]);
  });
});

describe('removeHostLink', () => {
  const links = JSON.stringify([
    { ifname: 'eth0' },
    { ifname: 'atb70', ifalias: 'autoscaling-testbed/demo' },
    { ifname: 'atb71', ifalias: 'autoscaling-testbed/demo-2' },
  ]);

  it("removes the link with the cluster's alias only", async () => {
    await removeHostLink(layoutIn(folder.dir), ip(links));
    expect(calls()).toEqual(['link del dev atb70']);
  });

  it('does not mind one that goes meanwhile, but any other failure', async () => {
    const failing = (why: string): string => ip(links, `echo '${why}' >&2; exit 1`);
    await expect(removeHostLink(layoutIn(folder.dir), failing('Cannot find device "atb70"'))).resolves.toBeUndefined();
    await expect(removeHostLink(layoutIn(folder.dir), failing('Operation not permitted'))).rejects.toThrow(
      'Operation not permitted',
    );
  });
});
