import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

import { projectDir } from '../paths';

const npmPackage = join(projectDir, 'node_modules/node');

/** The Node that images run: the npm package `node`, or the one that runs this where that is not installed. */
export function nodeBinary(): string {
  const path = join(npmPackage, 'bin/node');
  return existsSync(path) ? path : process.execPath;
}

/** The version of that Node, without running it. */
export function nodeVersion(): string {
  const path = join(npmPackage, 'package.json');
  if (nodeBinary() === process.execPath || !existsSync(path)) return process.versions.node;
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path, 'utf8'))).version;
}
