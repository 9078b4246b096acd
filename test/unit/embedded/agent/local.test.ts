import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { locals, readClaim, readCounts, writeClaimed } from '../../../../embedded/agent/local';
import type { Hierarchies } from '../../../../embedded/plan/cgroups';
import { nodeLayout, type Layout } from '../../../../embedded/plan/layout';
import { nodeServiceNames, serviceDir } from '../../../../embedded/plan/services';
import { layoutIn, scratch } from '../scratch';
import { claim } from './made';

let folder: ReturnType<typeof scratch>;
let layout: Layout;
let hierarchies: Hierarchies;
beforeEach(() => {
  folder = scratch();
  layout = layoutIn(folder.dir);
  hierarchies = { version: 2, mount: join(folder.dir, 'cg'), controllers: [] };
});
afterEach(() => folder.remove());

/** As if a service's process were this one. */
function running(index: number): void {
  for (const name of Object.values(nodeServiceNames(index))) {
    const file = join(serviceDir(layout, name), 'supervise/pid');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, String(process.pid));
  }
}

it('remembers claims, the launches of each pool and the last number', () => {
  expect(readCounts(layout)).toEqual({ launches: {}, lastNumber: 0 });
  writeClaimed(layout, claim(61, 'a', { launch: 1 }));
  writeClaimed(layout, claim(62, 'b', { launch: 7, pool: 'other' }));
  expect(readCounts(layout)).toEqual({ launches: { spot: 1, other: 7 }, lastNumber: 62 });
  expect(readClaim(layout, 61)).toEqual(claim(61, 'a'));
});

it('finds nothing where nothing is', () => expect(locals(layout, hierarchies)).toEqual([]));

it('finds what is claimed, what runs, and what is half there; static nodes are none of its', () => {
  writeClaimed(layout, claim(61, 'a'));
  writeClaimed(layout, claim(62, 'b'));
  running(62);
  mkdirSync(nodeLayout(layout, 63).state, { recursive: true });
  mkdirSync(serviceDir(layout, 'n64'), { recursive: true });
  mkdirSync(nodeLayout(layout, 1).state, { recursive: true });
  mkdirSync(join(folder.dir, 'cg', nodeLayout(layout, 63).group), { recursive: true });
  expect(
    locals(layout, hierarchies).map(({ index, claim: own, up, traces }) => [index, own?.name, up, traces]),
  ).toEqual([
    [61, 'a', false, false],
    [62, 'b', true, true],
    [63, undefined, false, true],
    [64, undefined, false, true],
  ]);
});

it('takes a damaged claim for none', () => {
  writeClaimed(layout, claim(61, 'a'));
  writeFileSync(nodeLayout(layout, 61).claim, '{"index":61');
  expect(locals(layout, hierarchies)).toMatchObject([{ index: 61, claim: undefined }]);
});
