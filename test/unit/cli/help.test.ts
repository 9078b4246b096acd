import { Command } from 'commander';
import { HELP } from '../../../cli/help';

const program = new Command('npm run').usage('COMMAND -- [options]').configureHelp(HELP);
const up = program
  .command('up')
  .option('--check', 'exit with 1', false)
  .option('--config <value>', 'again for more', (value) => [value], [] as string[])
  .option('--repeat <n>', 'runs', '5');
const run = program.command('testbed').command('run').argument('[id]');

it('says where npm needs its --, once', () => {
  expect(up.helpInformation()).toContain('Usage: npm run up -- [options]\n');
  expect(run.helpInformation()).toContain('Usage: npm run testbed -- run [options] [id]\n');
  expect(program.helpInformation()).toContain('Usage: npm run COMMAND -- [options]\n');
});

it('shows a default where it says something', () => {
  expect(up.helpInformation()).toMatch(/--check +exit with 1\n/);
  expect(up.helpInformation()).toMatch(/--config <value> +again for more\n/);
  expect(up.helpInformation()).toMatch(/--repeat <n> +runs \(default: "5"\)\n/);
});
