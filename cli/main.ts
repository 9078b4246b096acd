/** The commands behind the npm scripts; started by run.mjs. */
import { Command } from 'commander';
import { Exit, shown } from './errors';
import { addDoctor, addScript, addVariants } from './inspection';
import { Interrupts } from './interrupts';
import { HELP } from './help';
import { collected, DEFAULT_STACK, NO_LIVE, STACK } from './options';
import { addTestbed } from './testbed';

const interrupts = new Interrupts();

const program = new Command('npm run')
  .usage('COMMAND -- [options]')
  .description('Find out, by experiment, which Kubernetes autoscaler serves a workload best.')
  .enablePositionalOptions()
  .configureHelp(HELP)
  // Wrong usage is told from a failed objective, which is 1.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));

program
  .command('up')
  .description('Bring the testbed up, run the experiment and show its result. What is missing is set up first.')
  .option(...STACK)
  .option('--check', 'exit with 1 unless the verdict is pass', false)
  .option('--rerun', 'run the experiment again, even if nothing has changed', false)
  .option(...NO_LIVE)
  .option(
    '--config <key=value>',
    "configuration, kept in the stack's file (again for more): autoscaler=fixed, nodes.count=2",
    collected,
    [],
  )
  .addHelpText('after', '\nFor example: npm run up -- --config autoscaler=keda-cpu --check')
  .action(async (options: import('./commands/up').UpOptions) =>
    (await import('./commands/up.js')).up(options, interrupts),
  );

program
  .command('down')
  .description('Take the testbed away. The results stay.')
  .option(...STACK)
  .option('--remove', "remove the stack's history and configuration as well", false)
  .addHelpText('after', '\nFor example: npm run down -- --stack big --remove')
  .action(async (options: import('./commands/down').DownOptions) =>
    (await import('./commands/down.js')).down(options, interrupts),
  );

program
  .command('test')
  .description(
    'Run the tests, the long ones only with --all; what is missing is set up first. The last line is the number of tests that passed and failed.',
  )
  .option('--unit', 'only the unit tests, which need no set-up', false)
  .option('--all', 'the long tests as well (test/long), half an hour more', false)
  .argument('[patterns...]', 'only test files with one of these in their path')
  .addHelpText('after', '\nFor example: npm test -- --unit stacks')
  .action(async (patterns: string[], options: import('./commands/test').TestOptions) =>
    (await import('./commands/test.js')).test(options, patterns, interrupts),
  );

addScript(program, 'setup', 'Set up everything: what cannot be downloaded is built.', interrupts);
addDoctor(program, interrupts);

program
  .command('bench')
  .description('Run a measurement of bench/: npm run bench:NAME is the same.')
  .argument('<name>', 'file of bench/')
  .argument('[arguments...]')
  .allowUnknownOption()
  .passThroughOptions()
  .addHelpText('after', '\nFor example: npm run bench:cluster -- --runs 3')
  .action(async (name: string, args: string[]) => {
    process.exitCode = await (await import('./script.js')).script(`bench/${name}.ts`, args, interrupts);
  });

program
  .command('dashboards')
  .description('Write the dashboards as JSON for a Grafana of your own.')
  .argument('<dir>', 'folder for the files; it is made if need be')
  .addHelpText('after', '\nFor example: npm run dashboards -- grafana')
  .action(async (dir: string) => {
    process.exitCode = await (await import('./script.js')).script('dashboards/main.ts', [dir], interrupts);
  });

addVariants(program);
addTestbed(program, interrupts);

program
  .command('kubectl')
  .description("Run kubectl on the stack's cluster.")
  .option(...STACK)
  .argument('[arguments...]')
  .allowUnknownOption()
  .passThroughOptions()
  .addHelpText('after', '\nFor example: npm run kubectl -- get pods -A')
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
  .description('Print variables for the plain Pulumi CLI in your shell.')
  .addHelpText('after', '\nFor example: eval "$(npm run --silent env)"')
  .action(async () => (await import('./commands/env.js')).env(DEFAULT_STACK, interrupts));

program.parseAsync().catch((error: unknown) => {
  const message = shown(error);
  if (message !== '') console.error(message);
  process.exit(error instanceof Exit ? error.code : interrupts.signal.aborted ? 130 : 1);
});
