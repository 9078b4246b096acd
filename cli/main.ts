/** The commands behind the npm scripts; started by run.mjs. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { Exit, shown } from './errors';
import { FORMAT_NAMES } from './formats';
import { Interrupts } from './interrupts';

const interrupts = new Interrupts();
const DEFAULT_STACK = 'dev';
const STACK = [
  '--stack <name>',
  'the stack: one testbed, with its own cluster and configuration',
  DEFAULT_STACK,
] as const;

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) < 1) throw new InvalidArgumentError('A whole number from 1 on.');
  return Number(text);
}

const program = new Command('npm run')
  .usage('COMMAND -- [options]')
  .description('Find out, by experiment, which Kubernetes autoscaler serves a workload best.')
  .enablePositionalOptions()
  // Wrong usage is told from a failed objective, which is 1.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));

program
  .command('up')
  .description('Bring the testbed up, run the experiment and show its result. What is missing is set up first.')
  .option(...STACK)
  .option('--check', 'exit with 1 unless the verdict is pass', false)
  .option('--rerun', 'run the experiment again, even if nothing has changed', false)
  .option(
    '--config <key=value>',
    "configuration, kept in the stack's file (again for more): autoscaler=fixed, nodes.count=2",
    (value: string, before: string[]) => [...before, value],
    [] as string[],
  )
  .action(async (options: import('./commands/up').UpOptions) =>
    (await import('./commands/up.js')).up(options, interrupts),
  );

program
  .command('down')
  .description('Take the testbed away. The results stay.')
  .option(...STACK)
  .option('--remove', "remove the stack's history and configuration as well", false)
  .action(async (options: import('./commands/down').DownOptions) =>
    (await import('./commands/down.js')).down(options, interrupts),
  );

program
  .command('test')
  .description(
    'Run all tests; what is missing is set up first. The last line is the number of tests that passed and failed.',
  )
  .option('--unit', 'only the unit tests, which need no set-up', false)
  .argument('[patterns...]', 'only test files with one of these in their path')
  .action(async (patterns: string[], options: import('./commands/test').TestOptions) =>
    (await import('./commands/test.js')).test(options, patterns, interrupts),
  );

for (const [name, description] of [
  ['setup', 'Set up everything: what cannot be downloaded is built.'],
  ['doctor', 'List every part, its version, where it comes from, and what is missing.'],
] as const) {
  program
    .command(name)
    .description(description)
    .argument('[arguments...]')
    .allowUnknownOption()
    .passThroughOptions()
    .helpOption(false)
    .action(async (args: string[]) => {
      process.exitCode = await (await import('./script.js')).script(`toolchain/${name}.ts`, args, interrupts);
    });
}

program
  .command('bench')
  .description('Run a measurement of bench/, for example: npm run bench:cluster')
  .argument('<name>', 'file of bench/')
  .argument('[arguments...]')
  .allowUnknownOption()
  .passThroughOptions()
  .action(async (name: string, args: string[]) => {
    process.exitCode = await (await import('./script.js')).script(`bench/${name}.ts`, args, interrupts);
  });

program
  .command('dashboards')
  .description('Write the dashboards as JSON for a Grafana of your own: npm run dashboards -- DIR')
  .argument('<dir>', 'folder for the files; it is made if need be')
  .action(async (dir: string) => {
    process.exitCode = await (await import('./script.js')).script('dashboards/main.ts', [dir], interrupts);
  });

program
  .command('variants')
  .description(
    'List the autoscaler variants: what they scale on, require and conflict with, and when they notice a step.',
  )
  .option(...STACK)
  .option('--json', 'everything as JSON, with the settings that each takes', false)
  .argument('[combinations...]', 'combinations to list as well, for example vpa+hpa-requests')
  .action(async (combinations: string[], options: import('./commands/variants').VariantsOptions) =>
    (await import('./commands/variants.js')).printVariants(combinations, options),
  );

const testbed = program
  .command('testbed')
  .description('Experiments: what was measured, and what is to be run.')
  .addHelpText(
    'after',
    '\nExit codes: 0 pass, 1 an objective was missed, 2 wrong usage, 3 invalid run, 130 interrupted.',
  );

testbed
  .command('report')
  .description('Show a run that is over; the exit code is that of its verdict.')
  .option(...STACK)
  .addOption(new Option('--format <format>', 'how').choices(FORMAT_NAMES).default('table'))
  .option('--output <file>', 'write it to a file')
  .argument('[run]', "its folder or id; without it the stack's last")
  .addHelpText('after', '\nFor example: npm run testbed -- report --format junit --output junit.xml')
  .action(async (run: string | undefined, options: import('./commands/report').ReportOptions) => {
    process.exitCode = (await import('./commands/report.js')).report(run, options);
  });

testbed
  .command('compare')
  .description('Run variants against each other, each several times in random order, and say which is better.')
  .option(...STACK)
  .option('--variants <names>', 'two or more, the baseline first; without it an interrupted comparison goes on')
  .option('--repeat <n>', 'runs of each variant', wholeNumber, 5)
  .option(
    '--experiment <preset>',
    "the load (again for more) (default: the stack's own)",
    (value: string, before: string[] = []) => [...before, value],
  )
  .option('--seed <n>', 'of the order of the runs (default: random)', wholeNumber)
  .option('--fresh', 'give an interrupted comparison up', false)
  .option('--json', 'plan, runs and analysis as JSON', false)
  .addHelpText('after', '\nFor example: npm run testbed -- compare --variants fixed,hpa-cpu,keda-cpu --repeat 5')
  .action(async (options: import('./commands/compare').CompareOptions) =>
    (await import('./commands/compare.js')).compare(options, interrupts),
  );

testbed
  .command('shapes')
  .description('Draw a load shape before it is run.')
  .option('--json', 'its corners and figures as JSON', false)
  .argument('<shape>', 'YAML or JSON, or a file of it, or a CSV file of times (s) and rates (requests per second)')
  .addHelpText(
    'after',
    "\nFor example: npm run testbed -- shapes '{ kind: spike, base: 10, peak: 60, at: 30, rise: 5, hold: 20, fall: 5, duration: 90 }'",
  )
  .action(async (shape: string, options: import('./commands/shapes').ShapesOptions) =>
    (await import('./commands/shapes.js')).shapes(shape, options),
  );

program
  .command('kubectl')
  .description("Run kubectl on the stack's cluster, for example: npm run kubectl -- get pods -A")
  .option(...STACK)
  .argument('[arguments...]')
  .allowUnknownOption()
  .passThroughOptions()
  .action(async (args: string[], { stack }: { stack: string }) => {
    process.exitCode = await (await import('./commands/kubectl.js')).kubectl(stack, args, interrupts);
  });

program
  .command('pulumi')
  .description('Run the Pulumi CLI as the other commands do, for example: npm run pulumi -- stack output slis')
  .argument('[arguments...]')
  .allowUnknownOption()
  .passThroughOptions()
  .helpOption(false)
  .action(async (args: string[]) => {
    process.exitCode = await (
      await (await import('./prepare.js')).openPulumi(DEFAULT_STACK, interrupts)
    ).passThrough(args);
  });

program
  .command('env')
  .description('Print variables for the plain Pulumi CLI in your shell: eval "$(npm run --silent env)"')
  .action(async () => (await import('./commands/env.js')).env(DEFAULT_STACK, interrupts));

program.parseAsync().catch((error: unknown) => {
  const message = shown(error);
  if (message !== '') console.error(message);
  process.exit(error instanceof Exit ? error.code : interrupts.signal.aborted ? 130 : 1);
});
