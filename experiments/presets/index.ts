import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Folder of the ready experiments: each a file as a user would write it, named after its content. */
const folder = __dirname;

/** Names of the ready experiments. */
export const PRESET_NAMES: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.replace(/\.yaml$/, ''))
  .sort();

/** Path of the file of a ready experiment. */
export const presetFile = (name: string): string => join(folder, `${name}.yaml`);
