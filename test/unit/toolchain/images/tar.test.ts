import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';

import { archive, complete } from '../../../../toolchain/images/tar';
import { scratchCache } from '../scratch';
import { entriesOf } from './read';

test('folders above the entries are added once, all in the order of the paths', () => {
  const entries = complete([
    { path: 'usr/bin/b', content: '' },
    { path: 'tmp', directory: true, mode: 0o1777 },
    { path: 'usr/bin/a', content: '' },
  ]);
  expect(entries.map(({ path }) => path)).toEqual(['tmp', 'usr', 'usr/bin', 'usr/bin/a', 'usr/bin/b']);
  expect(entries[0]).toMatchObject({ mode: 0o1777 });
});

test('files, texts, folders and links are read back as they were', async () => {
  const { dir, remove } = scratchCache();
  const file = join(dir, 'tool');
  writeFileSync(file, 'binary');
  const found = await entriesOf(
    await buffer(
      archive([
        { path: 'bin', directory: true },
        { path: 'bin/tool', file, mode: 0o755 },
        { path: 'etc', content: 'é', mode: 0o600 },
        { path: 'link', link: 'bin/tool' },
      ]),
    ),
  );
  remove();
  for (const { mtime, uid } of found) expect({ mtime, uid }).toEqual({ mtime: new Date(0), uid: 0 });
  expect(found).toMatchObject([
    { name: 'bin', type: 'directory', mode: 0o755 },
    { name: 'bin/tool', type: 'file', mode: 0o755, content: 'binary' },
    { name: 'etc', type: 'file', mode: 0o600, content: 'é' },
    { name: 'link', type: 'symlink', linkname: 'bin/tool' },
  ]);
});

test('the archive does not depend on the times of the files', async () => {
  const { dir, remove } = scratchCache();
  const file = join(dir, 'tool');
  writeFileSync(file, 'binary');
  const entry = { path: 'tool', file, mode: 0o755 };
  const first = await buffer(archive([entry]));
  utimesSync(file, 1, 1);
  expect((await buffer(archive([entry]))).equals(first)).toBe(true);
  remove();
});

test('a file that is gone is an error of the stream', async () => {
  await expect(buffer(archive([{ path: 'a', file: '/nonexistent', mode: 0o644 }]))).rejects.toThrow('ENOENT');
});
