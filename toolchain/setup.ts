import { Command } from 'commander';

import { prepare, type Preparation } from './prepare';
import { cacheDir } from './paths';
import { duration } from './progress/format';
import { terminalReport } from './progress/terminal';

/** Exit codes of a shell for a program ended by these signals. */
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

async function setup(preparation: Preparation): Promise<void> {
  const started = performance.now();
  const abort = new AbortController();
  const { report, end } = terminalReport(process.stderr);
  let interrupted: keyof typeof signals | undefined;
  for (const name of Object.keys(signals) as (keyof typeof signals)[]) {
    process.once(name, () => {
      interrupted = name;
      abort.abort(new Error(`interrupted by ${name}`));
    });
  }
  try {
    const pulumi = await prepare({ report, signal: abort.signal }, preparation);
    end();
    const took = duration((performance.now() - started) / 1000);
    console.log(`Everything is there after ${took}, in ${cacheDir()}. Pulumi ${pulumi.version}: ${pulumi.origin}.`);
  } catch (error) {
    end();
    console.error(error instanceof Error ? error.message : error);
    if (interrupted) console.error('What was finished is kept: `npm run setup` goes on where this stopped.');
    process.exitCode = interrupted ? signals[interrupted] : 1;
  }
}

const program = new Command('npm run setup --')
  .description(
    'Downloads and builds every part that the default configuration needs and that is missing or damaged. Nothing is installed: ' +
      `all lies in ${cacheDir()}. From nothing it takes several minutes, when all is there less than a second.`,
  )
  .option('--all', 'make what add-ons need, too: about a quarter of an hour more on two cores')
  .option('--verify', 'read every file and compare its hash, not only sizes and times')
  .addHelpText(
    'after',
    '\nEnvironment: XDG_CACHE_HOME moves the cache; GOCACHE and GOMODCACHE name compiler caches to use and keep\n' +
      '(without them, temporary ones are used and dropped). `npm run doctor` tells what is there.',
  )
  .action(setup);

if (require.main === module) void program.parseAsync();
