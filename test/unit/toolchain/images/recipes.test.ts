import { imageRecipes } from '../../../../toolchain/images/recipes';
import { neededParts, optionalImages, optionalParts } from '../../../../toolchain/needed';
import type { Ready } from '../../../../toolchain/parts/types';

const made = (dir: string): Ready => ({
  dir,
  manifest: { part: '', key: '', version: '', origin: '', made: '', seconds: 0, facts: {}, files: {} },
});

test.each(optionalImages)('%s has the program that it starts', async (name) => {
  const { entrypoint, needs, layers } = imageRecipes[name];
  const ready = Object.fromEntries(needs.map((part) => [part.name, made(`/parts/${part.name}`)]));
  const [program, ...others] = (await layers(ready)).flat();
  expect(others).toEqual([]);
  expect(`/${program?.path}`).toBe(entrypoint[0]);
  expect(program).toMatchObject({
    mode: 0o755,
    file: expect.stringMatching(/^\/parts\/[a-z-]+\/bin\/[a-z_-]+$/) as string,
  });
});

// prometheus-operator starts it in the pods that it makes, by this path.
test('the config reloader is where the operator looks for it', () => {
  expect(imageRecipes['prometheus-config-reloader'].entrypoint).toEqual(['/bin/prometheus-config-reloader']);
});

test('programs of one module are built once', () => {
  const parts = (['vpa-recommender', 'vpa-updater', 'vpa-admission-controller'] as const).flatMap(
    (name) => imageRecipes[name].needs,
  );
  expect(new Set(parts.map(({ name }) => name))).toEqual(new Set(['vpa']));
});

test('set-up makes nothing that only an add-on needs', () => {
  const needed = new Set(neededParts().map(({ name }) => name));
  expect(optionalParts().filter(({ name }) => needed.has(name))).toEqual([]);
  expect(optionalImages).toHaveLength(11);
});
