import { createHash } from 'node:crypto';

import { quote } from './quote';
import type { Service } from './services';

/**
 * The script that the supervisor starts a service with: it joins the service's cgroups (`groups`: its folders, one a
 * hierarchy) and becomes the process.
 */
export function runScript(service: Service, groups: readonly string[]): string {
  const { before = [], env = {}, command, files = {} } = service;
  const assignments = Object.entries(env).filter(([, value]) => value !== '');
  const words = [
    ...(assignments.length > 0 ? ['env', ...assignments.map(([name, value]) => `${name}=${value}`)] : []),
    ...command,
  ];
  return [
    '#!/bin/sh',
    // So that a changed configuration is a changed script.
    `# configuration: ${createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16)}`,
    'exec 2>&1',
    'set -e',
    ...before,
    ...groups.map((group) => `echo $$ >${quote(`${group}/cgroup.procs`)}`),
    'cd /',
    `exec ${words.map(quote).join(' \\\n  ')}`,
    '',
  ].join('\n');
}

/** The script that keeps a service's log: 5 files of 10 MB at most, see `logConfig`. */
export const logScript = (svlogd: string, folder: string): string =>
  ['#!/bin/sh', `exec ${quote(svlogd)} ${quote(folder)}`, ''].join('\n');

/** Configuration of svlogd: size of a file in bytes, and how many old ones are kept. */
export const logConfig = 's10000000\nn4\n';
