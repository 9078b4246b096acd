import { upArguments } from '../../../../cli/commands/up';

const plain = { stack: 'dev', rerun: false };

test('an update asks nothing', () => {
  expect(upArguments(plain)).toEqual(['up', '--yes', '--skip-preview', '--suppress-outputs']);
});

test('to run the experiment again is to replace it, in the stack that is meant', () => {
  expect(upArguments({ ...plain, stack: 'acme/autoscaling-testbed/dev', rerun: true }).slice(4)).toEqual([
    '--replace',
    'urn:pulumi:dev::autoscaling-testbed::testbed:index:Experiment::experiment',
  ]);
});
