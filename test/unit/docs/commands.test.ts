import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from '../../../toolchain/paths';

const read = (path: string): string => readFileSync(join(projectDir, path), 'utf8');
const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts);
const benches = scripts.filter((name) => name.startsWith('bench:')).map((name) => name.slice('bench:'.length));
const commands = scripts.filter((name) => !name.startsWith('bench:') && name !== 'testbed');

test.each(commands)('docs/commands.md has npm run %s', (name) => {
  const cells = read('docs/commands.md').match(/^\| `.*?\|/gm) ?? [];
  expect(cells.join()).toContain(`\`${name}\``);
});

test.each(benches)('npm run bench:%s is a file, and a row of docs/benches.md', (name) => {
  expect(existsSync(join(projectDir, 'bench', `${name}.ts`))).toBe(true);
  expect(read('docs/benches.md')).toMatch(new RegExp(`^\\| \`${name}\` `, 'm'));
});
