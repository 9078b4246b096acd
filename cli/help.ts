import { Help, type HelpConfiguration } from 'commander';

/** How every command shows its help: with the `--` that npm needs before options, and without defaults that say nothing. */
export const HELP: HelpConfiguration = {
  commandUsage: (command) => new Help().commandUsage(command).replace(/^npm run [a-z]+/, '$& --'),
  optionDescription: (option) => new Help().optionDescription(option).replace(/ \(default: (false|\[\])\)$/, ''),
};
