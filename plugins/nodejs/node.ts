import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The SDK's own minimum. */
const OLDEST = 22;

/** The Node that runs the program: the project's own when it is new enough, else the one that runs this process. */
export async function nodeFor(directory: string): Promise<string> {
  try {
    const own = await realpath(join(directory, 'node_modules/.bin/node'));
    if (own === (await realpath(process.execPath))) return own;
    const version = await versionOf(own);
    return Number.parseInt(version.replace(/^v/, '')) >= OLDEST ? own : process.execPath;
  } catch {
    return process.execPath;
  }
}

/** What `COMMAND --version` prints, trimmed. */
export async function versionOf(command: string): Promise<string> {
  const { stdout } = await promisify(execFile)(command, ['--version']);
  return stdout.trim();
}
