import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { locust } from '../../stacks/versions';
import { projectDir } from '../paths';
import { run } from '../run';
import { architecture } from '../system';
import type { Part } from './types';

/** The Python that the packages are for: Debian 12's. */
const PYTHON = '3.11';
/** Requirements with the hash of every wheel that may be taken. */
const requirements = join(projectDir, 'toolchain/python/locust.txt');
const remedy = 'Check that `python3 -m pip download` works on this machine, then run `npm run setup` again.';

/** Arguments of pip for wheels that run on Debian 12, whatever Python and system pip itself runs on. */
function wheelsFor(triplet: string): string[] {
  const [machine] = triplet.split('-');
  const platforms = ['manylinux_2_28', 'manylinux_2_17', 'manylinux2014'].map((tag) => `${tag}_${machine}`);
  return [
    '--no-deps',
    '--only-binary=:all:',
    '--implementation=cp',
    `--python-version=${PYTHON}`,
    ...[`cp${PYTHON.replace('.', '')}`, 'abi3', 'none'].map((abi) => `--abi=${abi}`),
    ...platforms.map((platform) => `--platform=${platform}`),
  ];
}

/** The part that is Locust with its packages, in the folder `site`: each a wheel, checked against its pinned hash and not installed. */
export const locustPart: Part = {
  name: 'locust',
  version: locust.version,
  origin: 'PyPI wheels locust and its packages',
  inputs: async () => ['python 1', wheelsFor(architecture().triplet), await readFile(requirements, 'utf8')],
  make: async ({ dir, signal, report }) => {
    const wheels = join(dir, '.wheels');
    report(`downloading the wheels of locust ${locust.version}`);
    const pip = ['-m', 'pip', '--disable-pip-version-check', 'download', '--progress-bar=off', '--require-hashes'];
    await run('python3', [...pip, ...wheelsFor(architecture().triplet), '-r', requirements, '-d', wheels], {
      signal,
      remedy,
    });
    report('unpacking');
    const site = join(dir, 'site');
    await mkdir(site);
    for (const wheel of (await readdir(wheels)).sort()) {
      await run('python3', ['-m', 'zipfile', '-e', join(wheels, wheel), site], { signal });
    }
    await rm(wheels, { recursive: true });
    return {};
  },
};
