import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { readIfThere, writeAtomically, writeIfChanged } from '../../../../embedded/system/files';
import { scratch } from '../scratch';

let folder: ReturnType<typeof scratch>;
beforeEach(() => (folder = scratch()));
afterEach(() => folder.remove());

const mode = (path: string): number => statSync(path).mode & 0o777;

describe('writeAtomically', () => {
  it('makes folder and file for their owner only, and leaves nothing else', () => {
    const path = join(folder.dir, 'a/b/file');
    writeAtomically(path, 'text');
    expect(readFileSync(path, 'utf8')).toBe('text');
    expect([mode(path), mode(join(folder.dir, 'a')), mode(join(folder.dir, 'a/b'))]).toEqual([0o600, 0o700, 0o700]);
    expect(readdirSync(join(folder.dir, 'a/b'))).toEqual(['file']);
  });

  it('gives the file its mode whatever was there, or an interruption left', () => {
    const path = join(folder.dir, 'run');
    writeFileSync(path, 'old', { mode: 0o644 });
    writeFileSync(`${path}.new`, 'half', { mode: 0o644 });
    writeAtomically(path, 'new', 0o700);
    expect([readFileSync(path, 'utf8'), mode(path)]).toEqual(['new', 0o700]);
  });

  it('puts another file in its place, so that who reads the old one reads all of it', () => {
    const path = join(folder.dir, 'file');
    writeAtomically(path, 'old');
    const before = statSync(path).ino;
    writeAtomically(path, 'new');
    expect(statSync(path).ino).not.toBe(before);
  });
});

describe('writeIfChanged', () => {
  it('says whether it wrote', () => {
    const path = join(folder.dir, 'file');
    expect([writeIfChanged(path, 'a'), writeIfChanged(path, 'a'), writeIfChanged(path, 'b')]).toEqual([
      true,
      false,
      true,
    ]);
    expect(readIfThere(path)).toBe('b');
  });

  it('leaves a file alone that has this content', () => {
    const path = join(folder.dir, 'file');
    writeIfChanged(path, 'a');
    const before = statSync(path).ino;
    writeIfChanged(path, 'a');
    expect(statSync(path).ino).toBe(before);
  });
});

it('readIfThere gives nothing of what cannot be read', () => {
  mkdirSync(join(folder.dir, 'folder'));
  expect(readIfThere(join(folder.dir, 'missing'))).toBeUndefined();
  expect(readIfThere(join(folder.dir, 'folder'))).toBeUndefined();
});
