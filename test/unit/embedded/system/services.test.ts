import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Hierarchies } from '../../../../embedded/plan/cgroups';
import type { Layout } from '../../../../embedded/plan/layout';
import { serviceDir, type Service } from '../../../../embedded/plan/services';
import {
  holdAll,
  lastWords,
  logFolder,
  hasTraces,
  retire,
  supervisedNodes,
  upToDate,
  writeServices,
} from '../../../../embedded/system/services';
import { layoutIn, scratch } from '../scratch';

const hierarchies: Hierarchies = { version: 2, mount: '/cg', controllers: [] };
let folder: ReturnType<typeof scratch>;
let layout: Layout;
let config: string;
beforeEach(() => {
  folder = scratch();
  layout = layoutIn(folder.dir);
  config = join(folder.dir, 'config/kubelet.json');
});
afterEach(() => folder.remove());

const service = (name: string, more: Partial<Service> = {}): Service => ({
  name,
  dir: serviceDir(layout, name),
  group: 'demo',
  command: ['/tools/program'],
  ...more,
});
const write = (...services: Service[]): string[] => writeServices(layout, services, '/tools/svlogd', hierarchies);
const mode = (path: string): number => statSync(path).mode & 0o777;

describe('writeServices', () => {
  it('gives a new service its script, its log and its configuration, and does not start it', () => {
    const etcd = service('etcd', { files: { [config]: '{}' } });
    expect(write(etcd)).toEqual(['etcd']);
    expect(readdirSync(etcd.dir).sort()).toEqual(['down', 'log', 'run']);
    expect(readFileSync(join(etcd.dir, 'run'), 'utf8')).toContain('echo $$ >/cg/demo/cgroup.procs\n');
    expect(readFileSync(join(etcd.dir, 'log/run'), 'utf8')).toContain(
      `exec /tools/svlogd ${folder.dir}/state/log/etcd`,
    );
    expect([mode(join(etcd.dir, 'run')), mode(join(etcd.dir, 'log/run')), mode(config)]).toEqual([0o700, 0o700, 0o600]);
  });

  it('names those whose script or configuration changed, and holds none of them', () => {
    const before = ['a', 'b', 'c'].map((name) => service(name, { files: { [`${config}-${name}`]: '1' } }));
    write(...before);
    for (const { dir } of before) rmSync(join(dir, 'down'));
    const [a, b, c] = before as [Service, Service, Service];
    const after = [a, { ...b, command: ['/tools/other'] }, { ...c, files: { [`${config}-c`]: '2' } }];
    expect(upToDate(before, hierarchies)).toBe(true);
    expect(upToDate(after, hierarchies)).toBe(false);
    expect(write(...after)).toEqual(['b', 'c']);
    expect(readFileSync(`${config}-c`, 'utf8')).toBe('2');
    expect(upToDate(after, hierarchies)).toBe(true);
    expect(after.filter(({ dir }) => existsSync(join(dir, 'down')))).toEqual([]);
  });
});

it('holdAll lets none start by itself, and forgets earlier supervisors', () => {
  const etcd = service('etcd');
  write(etcd);
  rmSync(join(etcd.dir, 'down'));
  for (const dir of ['supervise', 'log/supervise']) mkdirSync(join(etcd.dir, dir));
  holdAll([etcd]);
  expect([...readdirSync(etcd.dir), ...readdirSync(join(etcd.dir, 'log'))].sort()).toEqual([
    'down',
    'log',
    'run',
    'run',
  ]);
  expect(statSync(dirname(etcd.dir)).mtimeMs).toBe(0);
});

describe("a node's supervisor", () => {
  it('is told from other services by its name', () => {
    expect(supervisedNodes(layout)).toEqual([]);
    write(service('n3'), service('n12'), service('etcd'), service('n3-kubelet'));
    expect(supervisedNodes(layout).sort()).toEqual([12, 3]);
  });

  it('is hidden from the one above when it is retired, also after an interruption', () => {
    write(service('n3'));
    expect(retire(layout, 'n3')).toBe(`${folder.dir}/state/service/.n3`);
    write(service('n3'));
    retire(layout, 'n3');
    expect(readdirSync(join(folder.dir, 'state/service'))).toEqual(['.n3']);
    expect(supervisedNodes(layout)).toEqual([]);
  });

  it('leaves a trace until its folder is removed, and none where it never was', () => {
    expect([hasTraces(layout, 'n3'), retire(layout, 'n3')]).toEqual([false, undefined]);
    write(service('n3'));
    expect(hasTraces(layout, 'n3')).toBe(true);
    const retired = retire(layout, 'n3');
    expect([hasTraces(layout, 'n3'), retire(layout, 'n3')]).toEqual([true, retired]);
    rmSync(retired ?? '', { recursive: true });
    expect(hasTraces(layout, 'n3')).toBe(false);
  });
});

describe('lastWords', () => {
  it('are the last lines of the log', () => {
    mkdirSync(logFolder(layout, 'etcd'), { recursive: true });
    writeFileSync(join(logFolder(layout, 'etcd'), 'current'), 'one\ntwo\nthree\n');
    expect(lastWords(layout, 'etcd', 2)).toBe('last lines of etcd:\ntwo\nthree');
  });

  it('come with a remedy where the cause lies in the machine', () => {
    mkdirSync(logFolder(layout, 'n1-kubelet'), { recursive: true });
    writeFileSync(join(logFolder(layout, 'n1-kubelet'), 'current'), 'err="inotify_init: too many open files"\n');
    expect(lastWords(layout, 'n1-kubelet')).toContain('sysctl -w fs.inotify.max_user_instances');
  });

  it('are none of a service without a log', () => {
    expect(lastWords(layout, 'etcd')).toBe('etcd has said nothing');
  });
});
