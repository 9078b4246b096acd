import { parseExperiment } from '../../../experiments/spec';
import { driverProblems } from '../../../stacks/driverImage';

const users = { driver: 'siege', model: 'users', path: '/', stages: [{ users: 10, duration: 10 }] };
const siege = parseExperiment({ preset: 'smoke', load: users });
const k6 = parseExperiment({ preset: 'smoke' });

test('nodes on EKS pull their images, and of siege there is none', () => {
  expect(driverProblems('eks', { images: {} }, siege)).toEqual([
    {
      path: 'experiment.load.driver',
      value: 'siege',
      allowed: 'k6 or locust: nobody publishes an image of siege; or say in eks.images.siege where yours is',
    },
  ]);
  expect(driverProblems('eks', { images: { siege: 'registry.example/siege:4' } }, siege)).toEqual([]);
});

test('elsewhere it is built, and of the others there are images', () => {
  expect(driverProblems('local', {}, siege)).toEqual([]);
  expect(driverProblems('kind', {}, siege)).toEqual([]);
  expect(driverProblems('eks', { images: {} }, k6)).toEqual([]);
  expect(driverProblems('eks', { images: {} }, null)).toEqual([]);
});
