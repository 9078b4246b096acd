import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { checkBlock, checkOwner, chooseBlock, claimOf, knownNames, writeClaim } from '../../../embedded/claims';
import { files, layoutOf } from '../../../embedded/plan/layout';
import { writeRecord } from '../../../embedded/record';
import { layoutIn, program, record, scratch } from './scratch';

let folder: ReturnType<typeof scratch>;
let stacks: string;
const before = process.env['XDG_STATE_HOME'];

beforeEach(() => {
  folder = scratch();
  process.env['XDG_STATE_HOME'] = folder.dir;
  stacks = join(folder.dir, 'autoscaling-testbed');
});
afterEach(() => {
  if (before === undefined) delete process.env['XDG_STATE_HOME'];
  else process.env['XDG_STATE_HOME'] = before;
  folder.remove();
});

/** An `ip` that knows these routes. */
const ipWith = (...routes: readonly object[]): string =>
  program(folder.dir, 'ip', [`echo '${JSON.stringify(routes)}'`]);

describe('claim of a running cluster', () => {
  it('is read as it was written, by its owner only', () => {
    const layout = layoutIn(folder.dir);
    expect(claimOf(layout)).toBeUndefined();
    writeClaim(layout, 70);
    expect(claimOf(layout)).toEqual({ state: layout.state, block: 70 });
    expect(statSync(files.claim(layout)).mode & 0o777).toBe(0o600);
  });

  it('counts as none when it is damaged', () => {
    const path = files.claim(layoutIn(folder.dir));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '{"state":');
    expect(claimOf(layoutIn(folder.dir))).toBeUndefined();
  });
});

describe('checkOwner', () => {
  it('refuses a name under which a cluster of another state folder runs, and says how to end it', () => {
    const layout = layoutIn(folder.dir);
    const other = { ...layout, state: '/home/you/state/autoscaling-testbed/demo/cluster' };
    writeClaim(other, 70);
    expect(() => checkOwner(layout, true)).toThrow(/"demo" runs already.*XDG_STATE_HOME=\/home\/you\/state$/);
    expect(() => checkOwner(other, true)).not.toThrow();
  });

  it('does not mind a claim of what runs no more', () => {
    const layout = layoutIn(folder.dir);
    writeClaim({ ...layout, state: '/elsewhere/cluster' }, 70);
    expect(() => checkOwner(layout, false)).not.toThrow();
  });
});

it('knownNames has the stacks with a cluster', () => {
  mkdirSync(join(stacks, 'with/cluster'), { recursive: true });
  mkdirSync(join(stacks, 'without'), { recursive: true });
  expect(knownNames()).toContain('with');
  expect(knownNames()).not.toContain('without');
});

describe('chooseBlock', () => {
  it("passes over the machine's routes and the blocks of clusters, running or not", async () => {
    // Together 10.64.0.0 to 10.125.255.255.
    const routed = ['10.64.0.0/11', '10.96.0.0/12', '10.112.0.0/13', '10.120.0.0/14', '10.124.0.0/15'];
    const ip = ipWith({ dst: 'default', dev: 'eth0' }, ...routed.map((dst) => ({ dst, dev: 'eth0' })));
    writeRecord(layoutOf('stopped', join(stacks, 'stopped')), { ...record, block: 126 });
    expect(await chooseBlock(ip)).toBe(127);
  });

  it('says so when none is left', async () => {
    await expect(chooseBlock(ipWith({ dst: '10.0.0.0/8', dev: 'vpn' }))).rejects.toThrow(
      'no free block of addresses for the cluster: each of 10.64.0.0/16 to 10.127.0.0/16',
    );
  });
});

describe('checkBlock', () => {
  it("does not mind the cluster's own link", async () => {
    await expect(checkBlock(ipWith({ dst: '10.70.0.0/16', dev: 'atb70' }), 70)).resolves.toBeUndefined();
  });

  it('names the route that has come in between', async () => {
    await expect(checkBlock(ipWith({ dst: '10.70.9.0/24', dev: 'vpn' }), 70)).rejects.toThrow(
      "the cluster's addresses 10.70.0.0/16 overlap 10.70.9.0/24",
    );
  });
});
