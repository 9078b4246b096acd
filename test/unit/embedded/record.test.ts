import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { agentSpec } from '../../../embedded/agent/settings';
import { files } from '../../../embedded/plan/layout';
import { readRecord, writeRecord } from '../../../embedded/record';
import { layoutIn, record, scratch } from './scratch';

let folder: ReturnType<typeof scratch>;
beforeEach(() => (folder = scratch()));
afterEach(() => folder.remove());

describe('record of a cluster', () => {
  it('is read as it was written, by its owner only', () => {
    const layout = layoutIn(folder.dir);
    writeRecord(layout, record);
    expect(readRecord(layout)).toEqual(record);
    expect(statSync(files.record(layout)).mode & 0o777).toBe(0o600);
  });

  it('remembers the settings of the node agent', () => {
    const layout = layoutIn(folder.dir);
    const agent = agentSpec.parse({ maxNodes: 3, pools: { spot: { delay: { min: 30, max: 40 } } } });
    writeRecord(layout, { ...record, agent });
    expect(readRecord(layout)?.agent).toEqual(agent);
  });

  it.each([
    ['damaged', '{"version":1,"name":"de'],
    ['of another version', JSON.stringify({ ...record, version: 2 })],
    ['not complete', JSON.stringify({ ...record, nodes: [{ name: 'app-1' }] })],
  ])('counts as none when it is %s', (_, text) => {
    const path = files.record(layoutIn(folder.dir));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    expect(readRecord(layoutIn(folder.dir))).toBeUndefined();
  });

  it('is none where there is none', () => {
    expect(readRecord(layoutIn(folder.dir))).toBeUndefined();
  });
});
