import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { dependencies, isOnPath, pluginOf, requiredPlugins } from '../../../../plugins/nodejs/packages';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'packages-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, content: unknown): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), JSON.stringify(content));
}

it.each([
  [{ name: 'left-pad', version: '1.0.0' }, undefined],
  [
    { name: '@pulumi/aws', version: '7.1.0', pulumi: { resource: true } },
    { name: 'aws', version: 'v7.1.0', server: '' },
  ],
  [
    { name: '@me/x', version: '1.0.0', pulumi: { resource: true, name: 'x', version: 'v2.0.0', server: 'https://h' } },
    { name: 'x', version: 'v2.0.0', server: 'https://h' },
  ],
  [{ name: '@me/x', version: '1.0.0', pulumi: { resource: true } }, undefined],
])('reads the plugin of %j', (manifest, plugin) => {
  expect(pluginOf(manifest)).toEqual(plugin);
});

it('finds plugins of installed packages, nested ones too, each once', () => {
  const plugin = (version: string) => ({ name: '@pulumi/k', version, pulumi: { resource: true } });
  write('node_modules/@pulumi/k/package.json', plugin('1.0.0'));
  write('node_modules/@pulumi/k/test/node_modules/@pulumi/other/package.json', plugin('9.0.0'));
  write('node_modules/a/node_modules/@pulumi/k/package.json', plugin('2.0.0'));
  write('node_modules/b/node_modules/@pulumi/k/package.json', plugin('2.0.0'));
  symlinkSync('..', join(root, 'node_modules/self'));
  expect(requiredPlugins(root).map(({ version }) => version)).toEqual(['v1.0.0', 'v2.0.0']);
});

it('knows which plugin is on PATH', () => {
  const plugin = { name: 'k', version: 'v1.0.0', server: '' };
  const path = `/nonexistent:${root}`;
  expect(isOnPath(plugin, path)).toBe(false);
  writeFileSync(join(root, 'pulumi-resource-k'), '');
  chmodSync(join(root, 'pulumi-resource-k'), 0o755);
  expect(isOnPath(plugin, path)).toBe(true);
});

it('lists dependencies, direct or all', () => {
  write('package.json', { dependencies: { a: '1' }, devDependencies: { '@s/b': '1' } });
  write('node_modules/.package-lock.json', {
    packages: {
      'node_modules/a': { version: '1.0.1' },
      'node_modules/a/node_modules/a': { version: '0.9.0' },
      'node_modules/@s/b': { version: '1.0.2' },
      'node_modules/c': { version: '3.0.0' },
    },
  });
  expect(dependencies(root, false)).toEqual([
    { name: 'a', version: '1.0.1' },
    { name: '@s/b', version: '1.0.2' },
  ]);
  expect(dependencies(root, true).map(({ name }) => name)).toEqual(['a', 'a', '@s/b', 'c']);
});

it('says how to mend a program without installed packages', () => {
  expect(() => dependencies(root, false)).toThrow(`There is no package.json with installed packages in ${root}`);
});
