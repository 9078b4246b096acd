import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  backendFolder,
  lockState,
  pendingOperations,
  readLocks,
  withoutPending,
  type Lock,
} from '../../../cli/recovery';

const lock: Lock = { pid: 42, hostname: 'here', username: 'ann', timestamp: '2026-11-23T08:48:47Z' };
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'backend-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test.each([
  ['an update that runs', 'here', 'pulumi', 'alive'],
  ['a process that is gone', 'here', undefined, 'dead'],
  ['a number that another program has by now', 'here', 'bash', 'dead'],
  ['another host, of which nothing is known', 'there', undefined, 'unknown'],
] as const)('%s', (_, host, program, expected) => {
  expect(lockState({ ...lock, hostname: 'here' }, host, () => program)).toBe(expected);
});

test('locks are read from where Pulumi puts them', () => {
  const locks = join(folder, '.pulumi/locks/organization/project/dev');
  mkdirSync(locks, { recursive: true });
  // No process has this number: it is above the kernel's limit.
  const dead = { ...lock, pid: 2 ** 22 + 1, hostname: hostname() };
  writeFileSync(join(locks, 'a.json'), JSON.stringify(dead));
  writeFileSync(join(locks, 'a.json.attrs'), '{}');
  expect(readLocks(folder, 'project', 'dev')).toEqual([{ lock: dead, state: 'dead' }]);
  expect(readLocks(folder, 'project', 'other')).toEqual([]);
});

test.each([
  ['file:///state/backend', '/state/backend'],
  ['file:///with%20space?no_tmp_dir=true', '/with space'],
  ['file://~/state', `${process.env['HOME']}/state`],
  ['file://relative', undefined],
  ['s3://bucket', undefined],
  [undefined, undefined],
])('the folder of backend %s is %s', (url, expected) => expect(backendFolder(url)).toBe(expected));

test('open operations are named, and taken out of an exported state', () => {
  const pending_operations = [
    { resource: { urn: 'urn:pulumi:dev::project::kubernetes:core/v1:Pod::web' }, type: 'creating' },
  ];
  mkdirSync(join(folder, '.pulumi/stacks/project'), { recursive: true });
  writeFileSync(
    join(folder, '.pulumi/stacks/project/dev.json'),
    JSON.stringify({ version: 3, checkpoint: { latest: { resources: [], pending_operations } } }),
  );
  expect(pendingOperations(folder, 'project', 'dev')).toEqual(['creating kubernetes:core/v1:Pod web']);
  expect(pendingOperations(folder, 'project', 'absent')).toEqual([]);
  const exported = { version: 3, deployment: { manifest: {}, resources: [{ urn: 'u' }], pending_operations } };
  expect(JSON.parse(withoutPending(JSON.stringify(exported)))).toEqual({
    version: 3,
    deployment: { manifest: {}, resources: [{ urn: 'u' }] },
  });
});
