import { check, configured } from '../../../../cli/comparison/stack';

const own = { config: { 'autoscaling-testbed:monitoring': 'basic', 'autoscaling-testbed:autoscaler': 'fixed' } };

it('a run has the variant and the load, and else what the stack has', () => {
  expect(configured(own, 'hpa-cpu', { preset: 'quick' }).config).toEqual({
    'autoscaling-testbed:monitoring': 'basic',
    'autoscaling-testbed:autoscaler': 'hpa-cpu',
    'autoscaling-testbed:experiment': { preset: 'quick' },
  });
});

it('what the testbed would refuse is refused before the first run', () => {
  expect(() => check(own, 'hpa-cpu', {})).not.toThrow();
  expect(() => check(own, 'none-such', {})).toThrow(/autoscaler/);
  expect(() => check(own, 'hpa-cpu', { preset: 'none' })).toThrow(/nothing to compare without an experiment/);
});
