import { upArguments } from '../../../../cli/commands/up';

const plain = { stack: 'dev', check: false, rerun: false, config: [] };

test('an update asks nothing', () => {
  expect(upArguments(plain)).toEqual(['up', '--yes', '--skip-preview', '--suppress-outputs']);
});

test('configuration goes to the stack, by path', () => {
  expect(upArguments({ ...plain, config: ['autoscaler=fixed', 'nodes.count=2'] }).slice(4)).toEqual([
    '--config-path',
    '--config',
    'autoscaler=fixed',
    '--config',
    'nodes.count=2',
  ]);
});

test('to run the experiment again is to replace it, in the stack that is meant', () => {
  expect(upArguments({ ...plain, stack: 'acme/autoscaling-testbed/dev', rerun: true }).slice(4)).toEqual([
    '--replace',
    'urn:pulumi:dev::autoscaling-testbed::testbed:index:Experiment::experiment',
  ]);
});
