import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RuntimeOptions } from './options';

/** The command that installs a program's dependencies: what the lockfile says where npm has one, else by the package manager. */
export function installCommand(directory: string, options: RuntimeOptions): { file: string; args: string[] } {
  const { packagemanager, production } = options;
  if (packagemanager !== 'npm')
    return { file: packagemanager, args: ['install', ...(production ? ['--production'] : [])] };
  const verb = existsSync(join(directory, 'package-lock.json')) ? 'ci' : 'install';
  return { file: 'npm', args: [verb, ...(production ? ['--omit=dev'] : [])] };
}
