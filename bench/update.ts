/**
 * How long the Pulumi program takes when everything is built: `pulumi up` to the application ready (no experiment), `up` without a
 * change, and `destroy`; each as a ratio of its bound. Usage: npm run bench:update [-- --runs N]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pulumiEnvironment, withEnvironment } from '../cli/environment';
import { pulumiSetup, terminalReport } from '../toolchain';
import { projectDir } from '../toolchain/paths';
import { options } from './options';
import { spread } from './stats';

const STACK = 'bench';
/** Seconds, for two cores. */
const BOUNDS = { up: 45, 'up without change': 6, destroy: 15 };

async function main(): Promise<void> {
  const { runs, json } = options('Time of pulumi up, of an update without a change, and of destroy.');
  const { report } = terminalReport(process.stderr);
  const setup = await pulumiSetup({ report });
  const env = withEnvironment(process.env, pulumiEnvironment(setup));

  async function pulumi(...args: string[]): Promise<number> {
    const start = performance.now();
    const child = spawn(setup.pulumi, [...args, '--stack', STACK, '--non-interactive'], { cwd: projectDir, env });
    const [[code], out, err] = (await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)])) as [
      [number],
      string,
      string,
    ];
    if (code !== 0) throw new Error(`pulumi ${args.join(' ')} exited with ${code}:\n${out}\n${err}`);
    return (performance.now() - start) / 1000;
  }

  const times: Record<keyof typeof BOUNDS, number[]> = { up: [], 'up without change': [], destroy: [] };
  await pulumi('stack', 'select', '--create');
  try {
    await pulumi('config', 'set', '--path', 'experiment.preset', 'none');
    for (let run = 1; run <= runs; run++) {
      times.up.push(await pulumi('up', '--yes', '--skip-preview'));
      times['up without change'].push(await pulumi('up', '--yes', '--skip-preview', '--expect-no-changes'));
      times.destroy.push(await pulumi('destroy', '--yes', '--skip-preview'));
      console.error(`run ${run} of ${runs} done`);
    }
  } finally {
    await pulumi('destroy', '--yes', '--skip-preview');
    await pulumi('stack', 'rm', '--yes');
    rmSync(join(projectDir, `Pulumi.${STACK}.yaml`), { force: true });
  }

  if (json) return console.log(JSON.stringify({ bounds: BOUNDS, times }, undefined, 2));
  console.log(`| what | min s | median s | max s | bound s | median / bound |\n| --- | --- | --- | --- | --- | --- |`);
  for (const [what, bound] of Object.entries(BOUNDS)) {
    const { min, median, max } = spread(times[what as keyof typeof BOUNDS]);
    console.log(
      `| ${what} | ${min.toFixed(1)} | ${median.toFixed(1)} | ${max.toFixed(1)} | ${bound} | ${(median / bound).toFixed(2)} |`,
    );
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
