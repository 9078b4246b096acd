import { firstOf, pullSeconds, repositoryOf } from '../../../../embedded/agent/pulls';

it('a repository is a reference without tag and digest', () => {
  expect(
    ['testbed.local/sample:1a2b', 'host:5000/a/b:1', 'host:5000/a/b', 'a/b@sha256:00', 'a/b:1@sha256:00'].map(
      repositoryOf,
    ),
  ).toEqual(['testbed.local/sample', 'host:5000/a/b', 'host:5000/a/b', 'a/b', 'a/b']);
});

it('the first images are those that are named, or all', () => {
  const images = ['testbed.local/sample:1', 'testbed.local/k6:2'].map((ref) => ({ ref, archive: `/${ref}` }));
  expect(firstOf(images)).toEqual(images);
  expect(firstOf(images, ['testbed.local/sample'])).toEqual([images[0]]);
  expect(firstOf(images, [])).toEqual([]);
});

it('a pull takes the size over the rate', () => {
  expect(pullSeconds(60e6, 20e6)).toBe(3);
  expect(pullSeconds(60e6)).toBe(0);
});
