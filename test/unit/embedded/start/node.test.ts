import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { certificateFile, keyFile } from '../../../../embedded/pki/store';
import { addressesOf } from '../../../../embedded/plan/addresses';
import type { Hierarchies } from '../../../../embedded/plan/cgroups';
import { files, kubeconfigFile, nodeLayout, type Layout } from '../../../../embedded/plan/layout';
import { nodeServiceNames, serviceDir } from '../../../../embedded/plan/services';
import { isThere, removeNode, stopNode } from '../../../../embedded/start/node';
import { removeNodeNetwork } from '../../../../embedded/system/network';
import { logFolder } from '../../../../embedded/system/services';
import { layoutIn, scratch } from '../scratch';

jest.mock('../../../../embedded/system/network');

const addresses = addressesOf(70);
const supervisor = 4711;

let folder: ReturnType<typeof scratch>;
let layout: Layout;
let hierarchies: Hierarchies;
beforeEach(() => {
  folder = scratch();
  layout = layoutIn(folder.dir);
  hierarchies = { version: 2, mount: join(folder.dir, 'cg'), controllers: [] };
  jest.mocked(removeNodeNetwork).mockReset().mockResolvedValue(undefined);
});
afterEach(() => folder.remove());

const group = (index: number): string => join(folder.dir, 'cg', nodeLayout(layout, index).podsGroup);

/** Files that a node has besides its folders. */
const ownFiles = (index: number): string[] => [
  ...['client', 'server'].flatMap((kind) => [
    certificateFile(files.pki(layout), `n${index}-${kind}`),
    keyFile(files.pki(layout), `n${index}-${kind}`),
  ]),
  kubeconfigFile(layout, nodeServiceNames(index).kubelet),
];
const folders = (index: number): string[] => [
  nodeLayout(layout, index).run,
  nodeLayout(layout, index).state,
  ...Object.values(nodeServiceNames(index)).map((name) => logFolder(layout, name)),
];

/** What a node leaves on this machine when nothing of it runs any more. */
function make(index: number): void {
  for (const dir of [...folders(index), serviceDir(layout, `n${index}`), group(index)])
    mkdirSync(dir, { recursive: true });
  for (const path of ownFiles(index)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
  }
}
const left = (index: number): string[] =>
  [...ownFiles(index), ...folders(index), serviceDir(layout, `n${index}`), group(index)].filter((path) =>
    existsSync(path),
  );

describe('stopNode', () => {
  it('takes away what could run, and leaves the files', async () => {
    make(61);
    make(62);
    expect(isThere(layout, 61, hierarchies)).toBe(true);
    await stopNode(layout, addresses, 61, hierarchies, supervisor);
    expect(isThere(layout, 61, hierarchies)).toBe(false);
    expect(left(61)).toEqual([...ownFiles(61), ...folders(61)]);
    expect(isThere(layout, 62, hierarchies)).toBe(true);
    expect(jest.mocked(removeNodeNetwork).mock.calls).toEqual([[addresses, 61, supervisor]]);
  });

  it('goes on where it was cut off', async () => {
    make(61);
    jest.mocked(removeNodeNetwork).mockRejectedValueOnce(new Error('cut off'));
    await expect(stopNode(layout, addresses, 61, hierarchies, supervisor)).rejects.toThrow('cut off');
    // The service is hidden from the supervisor, and is to be removed.
    expect(isThere(layout, 61, hierarchies)).toBe(true);
    await stopNode(layout, addresses, 61, hierarchies, supervisor);
    expect(isThere(layout, 61, hierarchies)).toBe(false);
  });
});

describe('removeNode', () => {
  it('leaves nothing of the node, and all of the others', async () => {
    make(61);
    make(62);
    const others = left(62);
    await removeNode(layout, addresses, 61, hierarchies, supervisor);
    expect([left(61), left(62)]).toEqual([[], others]);
  });

  it('may be repeated', async () => {
    await removeNode(layout, addresses, 61, hierarchies, supervisor);
    await removeNode(layout, addresses, 61, hierarchies, supervisor);
    expect(left(61)).toEqual([]);
  });
});
