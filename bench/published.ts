/**
 * The comparison of docs/published: five variants, two loads, five runs of each, and the demand curve beforehand. It takes some two hours and a half, goes on where
 * it was stopped, and needs a machine that has nothing else to do. Usage: npm run bench:published
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { unfinished } from '../experiments/compare/store';
import { projectDir } from '../toolchain/paths';

const STACK = 'published';
const VARIANTS = ['fixed', 'hpa-cpu', 'hpa-requests', 'keda-cpu', 'keda-prometheus'];
const LOADS = ['ramp', 'step'].map((name) => `bench/published/${name}.yaml`);
const SEED = 20261123;
const RESULTS = join(projectDir, 'results', STACK);
const COMPARISONS = join(RESULTS, 'comparisons');
const DEMAND = join(RESULTS, 'demand');
const STACK_FILE = join(projectDir, `Pulumi.${STACK}.yaml`);
const PUBLISHED = join(projectDir, 'docs', 'published');
/** What of a comparison is published as it is. */
const FILES = ['plan.json', 'runs.jsonl', 'analysis.json', 'summary.md', 'report.html'];

async function run(command: string, args: readonly string[], cwd = projectDir): Promise<void> {
  const child = spawn(command, args, { cwd, stdio: 'inherit' });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${[command, ...args].join(' ').slice(0, 200)}: exit code ${code}`);
}

const testbed = (...args: string[]): Promise<void> =>
  run(process.execPath, [join(projectDir, 'cli', 'run.mjs'), ...args, '--stack', STACK]);

/** The newest folder of a folder that has a file; undefined where there is none. */
function newest(folder: string, file: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const id = readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, file)))
    .sort()
    .at(-1);
  return id === undefined ? undefined : join(folder, id);
}

async function demandCurve(): Promise<string> {
  if (newest(DEMAND, 'demand.json') === undefined) {
    await testbed('up');
    await testbed(
      'testbed',
      'find-replicas',
      '--to',
      '2',
      '--resolution',
      '10%',
      '--slo',
      'latencyP95=500',
      '--slo',
      'availability=0.99',
    );
  }
  return join(newest(DEMAND, 'demand.json')!, 'demand.json');
}

async function publish(demand: string): Promise<void> {
  await testbed('testbed', 'compare', '--recompute', '--demand', demand);
  const comparison = newest(COMPARISONS, 'analysis.json')!;
  mkdirSync(PUBLISHED, { recursive: true });
  for (const file of FILES) copyFileSync(join(comparison, file), join(PUBLISHED, file));
  copyFileSync(demand, join(PUBLISHED, 'demand.json'));
  // All that `compare --recompute` needs; the reports of single runs can be made from it.
  const runs = readFileSync(join(comparison, 'runs.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly id: string }).id);
  const archive = join(PUBLISHED, 'raw.tar.gz');
  rmSync(archive, { force: true });
  const same = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--exclude=report.html'];
  await run('tar', ['-czf', archive, ...same, ...runs, join('comparisons', comparison.split('/').at(-1)!)], RESULTS);
}

async function main(): Promise<void> {
  if (!existsSync(STACK_FILE)) copyFileSync(join(__dirname, 'published', 'stack.yaml'), STACK_FILE);
  const demand = await demandCurve();
  if (newest(COMPARISONS, 'plan.json') === undefined) {
    const repeated = ['--variants', VARIANTS.join(','), '--repeat', '5', '--seed', String(SEED)];
    await testbed('testbed', 'compare', ...repeated, ...LOADS.flatMap((load) => ['--experiment', load]));
  } else if (unfinished(COMPARISONS) !== undefined) {
    await testbed('testbed', 'compare');
  }
  await publish(demand);
  await testbed('down', '--remove');
  rmSync(STACK_FILE, { force: true });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
