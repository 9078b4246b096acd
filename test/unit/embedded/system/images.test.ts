import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ensureImages, importInto } from '../../../../embedded/system/images';
import { program, scratch } from '../scratch';

let folder: ReturnType<typeof scratch>;
beforeEach(() => (folder = scratch()));
afterEach(() => folder.remove());

const at = (name: string): string => join(folder.dir, name);

/** A `ctr` that has these images, and keeps what it is told in a file. */
const ctr = (...refs: string[]): string =>
  program(folder.dir, 'ctr', [
    'echo "$*" >>"$(dirname "$0")/calls"',
    `case "$*" in *'ls -q') printf '%s\\n' ${refs.join(' ')};; esac`,
  ]);

it('imports what a node lacks into the namespace of the kubelet', async () => {
  for (const name of ['a.tar', 'b.tar']) writeFileSync(at(name), '');
  await ensureImages(ctr('local/a:1', 'local/c:1'), '/run/n1.sock', [
    { ref: 'local/a:1', archive: at('a.tar') },
    { ref: 'local/b:1', archive: at('b.tar') },
  ]);
  expect(readFileSync(at('calls'), 'utf8').trim().split('\n')).toEqual([
    '--address /run/n1.sock --namespace k8s.io images ls -q',
    `--address /run/n1.sock --namespace k8s.io images import ${at('b.tar')}`,
  ]);
});

it('says what to do when the archive is gone', async () => {
  await expect(importInto(ctr(), '/run/n1.sock', { ref: 'local/a:1', archive: at('a.tar') })).rejects.toThrow(
    'image local/a:1: its archive',
  );
  expect(existsSync(at('calls'))).toBe(false);
});
