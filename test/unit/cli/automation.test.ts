import { statusOf } from '../../../cli/automation';

it('says what a resource is at, and nothing of what is done at once', () => {
  expect(statusOf(' +  testbed:index:Experiment experiment creating (15s) warm-up 0:09 of 2:55 | 8 req/s')).toBe(
    'experiment: warm-up 0:09 of 2:55 | 8 req/s',
  );
  expect(statusOf(' ++ testbed:index:Experiment experiment creating replacement (4s) load of 2:55 begins')).toBe(
    'experiment: load of 2:55 begins',
  );
  expect(statusOf(' ~  testbed:index:Experiment experiment updating (120s) [diff: ~target]; 1:40 of 2:55')).toBe(
    'experiment: 1:40 of 2:55',
  );
  expect(statusOf(' +  kubernetes:core/v1:Service sample-service created (0.02s) ')).toBeUndefined();
  expect(statusOf(' +  testbed:index:Experiment experiment creating (0s) ')).toBeUndefined();
  expect(statusOf('@ updating....')).toBeUndefined();
});
