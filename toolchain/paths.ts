import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

const project = 'autoscaling-testbed';

/** Folder of the project's sources. */
export const projectDir = resolve(__dirname, '..');

/** The XDG base directory specification: a relative or empty value counts as not set. */
function base(variable: string, fallback: string): string {
  const value = process.env[variable];
  return value && isAbsolute(value) ? value : join(process.env['HOME'] ?? homedir(), fallback);
}

/** `$XDG_CACHE_HOME/autoscaling-testbed` (default `~/.cache/autoscaling-testbed`): what can be made again. */
export const cacheDir = (): string => join(base('XDG_CACHE_HOME', '.cache'), project);

/** `$XDG_STATE_HOME/autoscaling-testbed` (default `~/.local/state/autoscaling-testbed`). */
export const stateRoot = (): string => join(base('XDG_STATE_HOME', '.local/state'), project);

/** Folder of one stack's state: its cluster's data, keys and logs. */
export const stateDir = (stack: string): string => join(stateRoot(), stack);

/** Folder of one result of a part, named by the hash of what made it. */
export const partDir = (part: string, key: string): string => join(cacheDir(), 'parts', part, key);
