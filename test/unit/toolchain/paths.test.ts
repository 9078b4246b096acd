import { cacheDir, partDir, stateDir } from '../../../toolchain/paths';

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

test('the XDG variables name the folders', () => {
  process.env['XDG_CACHE_HOME'] = '/c';
  process.env['XDG_STATE_HOME'] = '/s';
  expect(cacheDir()).toBe('/c/autoscaling-testbed');
  expect(stateDir('dev')).toBe('/s/autoscaling-testbed/dev');
  expect(partDir('etcd', 'abc')).toBe('/c/autoscaling-testbed/parts/etcd/abc');
});

test.each([undefined, '', 'relative/path'])('%p is no folder: the default below HOME is taken', (value) => {
  process.env['HOME'] = '/home/me';
  for (const name of ['XDG_CACHE_HOME', 'XDG_STATE_HOME']) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  expect(cacheDir()).toBe('/home/me/.cache/autoscaling-testbed');
  expect(stateDir('dev')).toBe('/home/me/.local/state/autoscaling-testbed/dev');
});
