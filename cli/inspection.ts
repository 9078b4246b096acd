import type { Command } from 'commander';
import type { Interrupts } from './interrupts';
import { STACK } from './options';

/** `variants`: an npm script, and a command of `testbed`. */
export function addVariants(program: Command): void {
  program
    .command('variants')
    .description(
      'List the autoscaler variants: what they scale on, require and conflict with, and when they notice a step.',
    )
    .option(...STACK)
    .option('--json', 'everything as JSON, with the settings that each takes', false)
    .argument('[combinations...]', 'combinations to list as well, for example vpa+hpa-requests')
    .addHelpText('after', '\nFor example: npm run variants -- vpa+hpa-requests')
    .action(async (combinations: string[], options: import('./commands/variants').VariantsOptions) =>
      (await import('./commands/variants.js')).printVariants(combinations, options),
    );
}

/** A command that is a script of the toolchain, which reads its own arguments. */
export function addScript(
  program: Command,
  name: 'doctor' | 'setup',
  description: string,
  interrupts: Interrupts,
): void {
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

/** `doctor`: an npm script, and a command of `testbed`. */
export const addDoctor = (program: Command, interrupts: Interrupts): void =>
  addScript(program, 'doctor', 'List every part, its version, where it comes from, and what is missing.', interrupts);
