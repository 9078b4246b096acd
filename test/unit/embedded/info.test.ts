import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

import { existingRecord, infoOf } from '../../../embedded/info';
import { files, layoutOf } from '../../../embedded/plan/layout';
import { writeRecord } from '../../../embedded/record';
import { layoutIn, record, scratch } from './scratch';

let folder: ReturnType<typeof scratch>;
const before = process.env['XDG_STATE_HOME'];
beforeEach(() => {
  folder = scratch();
  process.env['XDG_STATE_HOME'] = folder.dir;
});
afterEach(() => {
  if (before === undefined) delete process.env['XDG_STATE_HOME'];
  else process.env['XDG_STATE_HOME'] = before;
  folder.remove();
});

it('infoOf tells the addresses, and the administrator how to get in', () => {
  const layout = layoutIn(folder.dir);
  mkdirSync(files.pki(layout), { recursive: true });
  for (const name of ['ca.crt', 'admin.crt', 'admin.key']) writeFileSync(join(files.pki(layout), name), name);
  const { kubeconfig, ...info } = infoOf(layout, record);
  expect(info).toEqual({
    name: 'demo',
    endpoint: 'https://10.70.0.1:6443',
    addresses: { 'app-1': '10.70.0.11', load: '10.70.0.13' },
    stateDir: layout.state,
  });
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  expect(parse(kubeconfig)).toMatchObject({
    clusters: [{ cluster: { server: 'https://10.70.0.1:6443', 'certificate-authority-data': base64('ca.crt') } }],
    users: [{ user: { 'client-certificate-data': base64('admin.crt'), 'client-key-data': base64('admin.key') } }],
  });
});

describe('existingRecord', () => {
  const write = (phase: 'starting' | 'started'): void =>
    writeRecord(layoutOf('demo', join(folder.dir, 'autoscaling-testbed/demo')), { ...record, phase });

  it('is of a cluster that was started', () => {
    write('started');
    expect(existingRecord('demo').record).toEqual(record);
  });

  it('is none of a start that never ended', () => {
    write('starting');
    expect(() => existingRecord('demo')).toThrow(/there is no cluster "demo"; there are: .*demo/);
  });

  it('refuses what cannot be a name', () => {
    expect(() => existingRecord('../demo')).toThrow('cluster name "../demo"');
  });
});
