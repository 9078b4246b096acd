import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'packages-'))));
afterEach(() => rmSync(root, { recursive: true }));

const lock = (packages: Record<string, unknown>) =>
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages }));
function installed(packages: Record<string, unknown>): void {
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
}

/** The module is for a Node without a package; it is asked as it is used, from plain JavaScript. */
function whyInstall(): string {
  const module = join(__dirname, '../../../cli/packages.mjs');
  const script = `import(${JSON.stringify(module)}).then((m) => console.log(m.whyInstall(${JSON.stringify(root)})))`;
  return execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }).trim();
}

test('nothing is done where all is as the lockfile says, optional packages of other systems aside', () => {
  lock({ '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0', optional: true } });
  installed({ 'node_modules/a': { version: '1.0.0' } });
  expect(whyInstall()).toBe('undefined');
});

test('what is missing, old or half installed is a reason', () => {
  lock({ 'node_modules/a': { version: '1.1.0' } });
  expect(whyInstall()).toBe('the npm packages are not installed yet');
  installed({ 'node_modules/a': { version: '1.0.0' } });
  expect(whyInstall()).toBe('node_modules/a is 1.0.0, not 1.1.0');
  installed({});
  expect(whyInstall()).toBe('node_modules/a is missing, not 1.1.0');
  installed({ 'node_modules/a': { version: '1.1.0' } });
  expect(whyInstall()).toBe('undefined');
  writeFileSync(join(root, 'node_modules/.installing'), '');
  expect(whyInstall()).toBe('an earlier installation of the npm packages did not end');
});
