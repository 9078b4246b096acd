import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '../../../..');
const BUNDLES = join(ROOT, 'node_modules/.cache/autoscaling-testbed/plugins');
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'boot-')));

function bundles(): string[] {
  return readdirSync(BUNDLES).filter((name) => name.includes(basename(folder)));
}

afterAll(() => {
  for (const name of bundles()) rmSync(join(BUNDLES, name));
  rmSync(folder, { recursive: true });
});

/** Runs the program by the launcher, with another working directory. */
async function launch(...args: string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    join(ROOT, 'plugins/rpc/launch.sh'),
    [join(folder, 'main.ts'), ...args],
    { cwd: '/' },
  );
  return JSON.parse(stdout);
}

it('runs TypeScript as it would run from its source, and anew when a source changes', async () => {
  writeFileSync(join(folder, 'value.ts'), 'export const value: number = 1;');
  const prints = 'console.log(JSON.stringify({ value, args: process.argv.slice(2), __dirname, __filename }));';
  writeFileSync(join(folder, 'main.ts'), `import { value } from './value';\n${prints}`);
  const expected = { value: 1, args: ['a', '--b'], __dirname: folder, __filename: join(folder, 'main.ts') };
  expect(await launch('a', '--b')).toEqual(expected);

  const [bundle = ''] = bundles();
  const { mtimeMs } = statSync(join(BUNDLES, bundle));
  expect(await launch('a', '--b')).toEqual(expected);
  expect(statSync(join(BUNDLES, bundle)).mtimeMs).toBe(mtimeMs);

  writeFileSync(join(folder, 'value.ts'), 'export const value: number = 22;');
  expect(await launch()).toMatchObject({ value: 22, args: [] });
  expect(bundles()).toHaveLength(1);
});
