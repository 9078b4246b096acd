import { render, table } from '../../../toolchain/doctor';
import type { Inspection } from '../../../toolchain/inspect';

const good: Inspection = {
  ok: true,
  findings: [],
  parts: [{ name: 'etcd', version: '3.4.23-4+b4', origin: 'Debian package etcd-server', state: 'ready' }],
  optional: [{ name: 'image-keda-operator', version: 'v2.21.0', origin: 'its module', state: 'missing' }],
  cache: { path: '/c', bytes: 1024 ** 3 },
};

test('a table has aligned columns', () => {
  expect(
    table([
      ['part', 'v', 'from'],
      ['a', '1.2', 'x'],
    ]),
  ).toBe('part  v    from\na     1.2  x');
});

test('what is there is told with version and origin', () => {
  const text = render(good);
  expect(text).toContain('etcd  3.4.23-4+b4  Debian package etcd-server  ready');
  expect(text).toContain('cache: 1.0 GiB in /c');
  expect(text).toMatch(/Everything is there\.$/);
});

test('what an add-on would need is not missed', () => {
  const text = render(good);
  expect(text).toContain('Add-ons, not needed by the default configuration');
  expect(text).toContain('image-keda-operator  v2.21.0  its module  not made');
});

test('what stands in the way comes first, what is damaged with the command that mends it', () => {
  const text = render({
    ...good,
    ok: false,
    findings: [{ level: 'error', what: 'no root', remedy: 'Use root.' }],
    parts: [{ ...good.parts[0]!, state: 'damaged', problem: 'bin/etcd is gone', remedy: 'npm run setup' }],
  });
  expect(text.startsWith('error: no root\n  Use root.\n')).toBe(true);
  expect(text).toContain('damaged: bin/etcd is gone; mend it: npm run setup');
  expect(text).toMatch(/1 of 1 parts are not ready\.$/);
});
