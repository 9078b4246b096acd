import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare } from '../../toolchain';
import { onPath } from '../../toolchain/path';
import { projectDir } from '../../toolchain/paths';
import { Exit, interrupted } from '../errors';
import type { Interrupts } from '../interrupts';
import { reported } from '../prepare';
import { streamed } from '../process';
import { jestTotals, lastLine, type Totals } from '../totals';

export interface TestOptions {
  /** Only the unit tests: no set-up, no static checks. */
  readonly unit: boolean;
  /** The long tests as well. */
  readonly all: boolean;
}

const jest = join('node_modules', 'jest', 'bin', 'jest.js');
/** Static checks; each counts as one test. */
const CHECKS: readonly { readonly what: string; readonly command: readonly string[] }[] = [
  { what: 'types', command: [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', '.', '--noEmit'] },
  { what: 'lint', command: [join('node_modules', 'eslint', 'bin', 'eslint.js'), '.'] },
  { what: 'format', command: [join('node_modules', 'prettier', 'bin', 'prettier.cjs'), '--check', '.'] },
];

/** Runs the tests; the last line is the totals. `patterns` go to jest. */
export async function test(options: TestOptions, patterns: readonly string[], interrupts: Interrupts): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'testbed-'));
  const totals: Totals[] = [];
  const failures: string[] = [];

  async function node(args: readonly string[]): Promise<number> {
    const code = await streamed(
      process.execPath,
      args,
      { cwd: projectDir, stdio: ['ignore', 'inherit', 'inherit'] },
      interrupts,
    );
    if (interrupts.signal.aborted) throw interrupted('The tests were stopped.');
    return code;
  }
  async function check(what: string, command: readonly string[]): Promise<void> {
    heading(what);
    const passed = (await node(command)) === 0;
    totals.push({ passed: Number(passed), failed: Number(!passed) });
    if (!passed) failures.push(what);
  }
  async function project(name: string, flags: readonly string[]): Promise<void> {
    heading(`${name} tests`);
    const report = join(folder, `${name}.json`);
    const code = await node([
      jest,
      '--selectProjects',
      name,
      '--json',
      `--outputFile=${report}`,
      ...flags,
      ...patterns,
    ]);
    const result = jestTotals(textOf(report), code, projectDir);
    totals.push(result);
    failures.push(...result.failures);
  }

  try {
    if (options.unit) {
      await project('unit', ['--passWithNoTests']);
    } else {
      await ensureChromium(interrupts);
      // The add-ons as well: building one would outlast the test that needs it.
      await reported(interrupts, (options) => prepare(options, { all: true }));
      for (const { what, command } of CHECKS) await check(what, command);
      await project('unit', ['--passWithNoTests']);
      // One at a time: they share the machine's two cores, and some of them measure.
      await project('integration', ['--runInBand', '--passWithNoTests']);
      if (options.all) await project('long', ['--runInBand', '--passWithNoTests']);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (failures.length > 0) console.log(`\nFailed:\n${failures.map((name) => `  ${name}`).join('\n')}`);
  const failed = totals.some((total) => total.failed > 0);
  console.log(`\n${lastLine(totals)}`);
  if (failed) throw new Exit(1);
}

/** A test looks at the report in a browser. */
async function ensureChromium(interrupts: Interrupts): Promise<void> {
  if (onPath('chromium') !== undefined) return;
  const apt = onPath('apt-get');
  if (apt === undefined || process.getuid?.() !== 0) {
    throw new Exit(
      1,
      'The test of the report needs Chromium: install it, for example with: sudo apt-get install chromium',
    );
  }
  console.log("Installing Debian's package chromium, which the test of the report needs ...");
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (args: readonly string[]) =>
    streamed(apt, args, { env, stdio: ['ignore', 'ignore', 'inherit'] }, interrupts);
  const install = ['install', '--yes', '--no-install-recommends', 'chromium'];
  // The package lists of a fresh machine are missing or old.
  if ((await run(install)) !== 0 && ((await run(['update'])) !== 0 || (await run(install)) !== 0)) {
    throw new Exit(1, 'Chromium could not be installed; apt-get said why above.');
  }
}

function heading(what: string): void {
  console.log(`\n== ${what}`);
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
