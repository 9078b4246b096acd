import { Option, type Command } from 'commander';
import { ASSUMPTION_OPTIONS } from './assumptions';
import { FORMAT_NAMES } from './formats';
import { addDoctor, addVariants } from './inspection';
import type { Interrupts } from './interrupts';
import { collected, factor, share, NO_LIVE, STACK, wholeNumber } from './options';

/** The commands of `npm run testbed --`, which are those of `npx testbed`. */
export function addTestbed(program: Command, interrupts: Interrupts): void {
  const testbed = program
    .command('testbed')
    .description('Experiments: what was measured, and what is to be run. "npx testbed COMMAND" is the same.')
    .enablePositionalOptions()
    .addHelpText(
      'after',
      '\nExit codes: 0 pass, 1 an objective was missed, 2 wrong usage, 3 invalid run, 130 interrupted.',
    );

  testbed
    .command('run')
    .description(
      'Run an experiment on the testbed as it is up, without an update; the exit code is that of its verdict.',
    )
    .option(...STACK)
    .option('--experiment <preset|file>', "a preset, or a YAML file as the key experiment (default: the stack's own)")
    .option(
      '--config <key=value>',
      'what is to be other in the experiment (again for more): experiment.load.timeout=2',
      collected,
    )
    .option(...NO_LIVE)
    .option('--json', 'the result as JSON', false)
    .addHelpText('after', '\nFor example: npm run testbed -- run --experiment quick --config experiment.cooldown=30')
    .action(async (options: import('./commands/run').RunOptions) => {
      process.exitCode = await (await import('./commands/run.js')).run(options, interrupts);
    });

  testbed
    .command('report')
    .description('Show a run that is over; the exit code is that of its verdict.')
    .option(...STACK)
    .addOption(new Option('--format <format>', 'how it is shown').choices(FORMAT_NAMES).default('table'))
    .option('--output <file>', 'write it to a file')
    .option(...ASSUMPTION_OPTIONS[0])
    .option(...ASSUMPTION_OPTIONS[1])
    .option(...ASSUMPTION_OPTIONS[2])
    .argument('[runs...]', "folders or ids; without one the stack's last run")
    .addHelpText(
      'after',
      '\nFor example: npm run testbed -- report --format junit --output junit.xml' +
        '\n             npm run testbed -- report --recompute --prices eu.yaml',
    )
    .action(async (runs: string[], options: import('./commands/report').ReportOptions) => {
      process.exitCode = await (await import('./commands/report.js')).report(runs, options);
    });

  testbed
    .command('find-replicas')
    .description('Find the highest rate that each number of replicas keeps the objectives at: the demand curve.')
    .option(...STACK)
    .option('--from <n>', 'the smallest number of replicas', wholeNumber, 1)
    .option('--to <n>', 'the largest number of replicas', wholeNumber, 3)
    .option(
      '--slo <sli=bound>',
      'an objective (again for more): latencyP95=500, availability=0.99 (default: those of the experiment)',
      collected,
    )
    .option('--max-rate <rate>', 'no rate above this is tried, requests per second', factor, 1000)
    .option('--repeats <n>', 'measurements of a rate, at most; their majority decides', wholeNumber, 3)
    .option('--resolution <percent>', 'how narrow the interval is to be', share, 0.05)
    .option('--duration <seconds>', 'how long a rate is measured', factor, 15)
    .option('--settle <seconds>', 'load at a rate before it is measured', factor, 3)
    .option('--experiment <preset|file>', "what is requested (default: the stack's own)")
    .option(
      '--config <key=value>',
      'what is to be other in it (again for more): experiment.load.path=/heavywork',
      collected,
    )
    .option('--fresh', 'begin anew, even where the same search was interrupted', false)
    .option('--json', 'the curve as JSON', false)
    .addHelpText(
      'after',
      '\nFor example: npm run testbed -- find-replicas --to 4 --slo latencyP95=500 --resolution 10%',
    )
    .action(async (options: import('./commands/findReplicas').FindReplicasOptions) =>
      (await import('./commands/findReplicas.js')).find(options, interrupts),
    );

  testbed
    .command('compare')
    .description('Run variants against each other, each several times in random order, and say which is better.')
    .option(...STACK)
    .option('--variants <names>', 'two or more, the baseline first; without it an interrupted comparison goes on')
    .option('--repeat <n>', 'runs of each variant', wholeNumber, 5)
    .option('--experiment <preset|file>', "the load (again for more) (default: the stack's own)", collected)
    .option('--seed <n>', 'of the order of the runs (default: random)', wholeNumber)
    .option('--fresh', 'give an interrupted comparison up', false)
    .option(...ASSUMPTION_OPTIONS[0])
    .option(...ASSUMPTION_OPTIONS[1])
    .option(...ASSUMPTION_OPTIONS[2])
    .argument('[id]', 'with --recompute: which comparison (default: the last)')
    .option(...NO_LIVE)
    .option('--json', 'plan, runs and analysis as JSON', false)
    .addHelpText('after', '\nFor example: npm run testbed -- compare --variants fixed,hpa-cpu,keda-cpu --repeat 5')
    .action(async (id: string | undefined, options: import('./commands/compare').CompareOptions) =>
      (await import('./commands/compare.js')).compare(options, interrupts, id),
    );

  testbed
    .command('bottleneck')
    .description('Drive rising load at a workload of several services, and say which one to scale first and why.')
    .option(...STACK)
    .option('--rate <n>', "the highest rate, requests per second (default: the peak of the stack's experiment)", factor)
    .option('--levels <n>', 'levels of load up to it', wholeNumber, 4)
    .option('--seconds <n>', 'length of each (default: 10, with --signals mesh 30)', wholeNumber)
    .addOption(
      new Option(
        '--signals <source>',
        "whose: the applications' own, or the mesh's (default: app, unless there is a service that only the mesh counts)",
      ).choices(['app', 'mesh']),
    )
    .option('--run <run>', 'look at a run that is over, its folder or id, instead of driving load')
    .option('--confirm', 'scale the named service by one and measure again (variant fixed)', false)
    .option('--json', 'finding, levels and signals as JSON', false)
    .addHelpText('after', '\nFor example: npm run testbed -- bottleneck --rate 40 --confirm')
    .action(async (options: import('./commands/bottleneck').BottleneckOptions) => {
      process.exitCode = await (await import('./commands/bottleneck.js')).bottleneck(options, interrupts);
    });

  testbed
    .command('presets')
    .description('List the presets: driver, duration, peak, and what each is.')
    .option('--json', 'as JSON', false)
    .addHelpText('after', '\nFor example: npm run testbed -- presets --json')
    .action(async (options: import('./commands/presets').PresetsOptions) =>
      (await import('./commands/presets.js')).presets(options),
    );

  testbed
    .command('shapes')
    .description('Draw a load shape before it is run.')
    .option('--json', 'its corners and figures as JSON', false)
    .option('--preset <preset|file>', 'the load of a preset instead')
    .option('--scale <factor>', 'of the rates, or of the virtual users', factor)
    .argument('[shape]', 'YAML or JSON, or a file of it, or a CSV file of times (s) and rates (requests per second)')
    .addHelpText(
      'after',
      "\nFor example: npm run testbed -- shapes '{ kind: spike, base: 10, peak: 60, at: 30, rise: 5, hold: 20, fall: 5, duration: 90 }'\n" +
        '             npm run testbed -- shapes --preset staged --scale 0.1',
    )
    .action(async (shape: string | undefined, options: import('./commands/shapes').ShapesOptions) =>
      (await import('./commands/shapes.js')).shapes(shape, options),
    );

  addVariants(testbed);
  addDoctor(testbed, interrupts);
}
