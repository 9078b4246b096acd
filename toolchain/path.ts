import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

import { cacheDir, projectDir } from './paths';

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * The first executable of that name on PATH, besides those of our own cache and sources. The folders of system tools are searched too: a
 * login that is not root's often leaves them out.
 */
export function onPath(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];
  const own = [join(cacheDir(), '/'), join(projectDir, '/')];
  return folders
    .filter((folder) => isAbsolute(folder) && !own.some((prefix) => folder.startsWith(prefix)))
    .map((folder) => join(folder, name))
    .find(isExecutable);
}
