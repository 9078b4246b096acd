import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { imageRecipes } from '../../../toolchain/images/recipes';
import { optionalImages } from '../../../toolchain/needed';
import { projectDir } from '../../../toolchain/paths';

const page = readFileSync(join(projectDir, 'docs/addons.md'), 'utf8');

test.each(optionalImages)('the page of add-ons names the module and version of %s, and its size', (name) => {
  const { origin, version } = imageRecipes[name];
  expect(page).toContain(`${origin.replace('built from Go module ', '')} ${version}`);
  expect(page).toMatch(new RegExp(`[|,] ${name} \\d+[ ,]`));
});
