import { mkdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from '../../cache/lock';
import { cacheDir } from '../../paths';
import { run, type RunOptions } from '../../run';
import type { Options } from '../../types';

const remedy = 'Check that `apt-get update` works on this machine, then run `npm run setup` again.';

/** How long package lists are used before they are fetched again, in milliseconds. */
const listsAge = 3_600_000;

/**
 * The options of apt-get that keep its lists and caches in a folder of ours: the system's own stay as they are, and a machine
 * that never ran `apt-get update` works. The system's sources and keys are used, its hooks (which clean the system's cache) not.
 */
async function aptOptions(dir: string): Promise<string[]> {
  const config = join(dir, 'apt.conf');
  await mkdir(join(dir, 'lists/partial'), { recursive: true });
  await mkdir(join(dir, 'cache/archives/partial'), { recursive: true });
  await writeFile(
    config,
    [
      `Dir::State::lists "${dir}/lists";`,
      `Dir::Cache "${dir}/cache";`,
      '#clear APT::Update::Post-Invoke;',
      '#clear APT::Update::Post-Invoke-Success;',
      'Acquire::Languages "none";',
      'Acquire::Retries "1";',
      'Acquire::http::Timeout "20";',
      'Acquire::https::Timeout "20";',
      // Metadata of desktop applications.
      ...[
        'DEP-11',
        'DEP-11-icons-small',
        'DEP-11-icons',
        'DEP-11-icons-large',
        'DEP-11-icons-hidpi',
        'DEP-11-icons-large-hidpi',
      ].map((target) => `Acquire::IndexTargets::deb::${target}::DefaultEnabled "false";`),
      'APT::Sandbox::User "root";',
      '',
    ].join('\n'),
  );
  return ['-q', '-c', config];
}

/** Package lists of our own, fetched when older than an hour or when `refresh`. Gives apt-get's options. */
async function lists(options: Options, refresh: boolean): Promise<string[]> {
  const dir = join(cacheDir(), 'apt');
  const stamp = join(dir, 'updated');
  return withLock(join(cacheDir(), 'locks/apt'), 'package lists', options, async () => {
    const apt = await aptOptions(dir);
    const updated = await stat(stamp).catch(() => undefined);
    if (!refresh && updated && Date.now() - updated.mtimeMs < listsAge) return apt;
    options.report('fetching the package lists');
    // A source that is out of reach is no error here: the packages may come from another one.
    const failed = await run('apt-get', [...apt, 'update'], { signal: options.signal }).catch((error: Error) => error);
    options.signal?.throwIfAborted();
    if (failed instanceof Error) options.report(`apt-get update: ${failed.message.split('\n').at(-1)}`);
    await writeFile(stamp, '');
    await utimes(stamp, new Date(), new Date());
    return apt;
  });
}

/** Downloads packages into a new folder. */
export async function download(packages: readonly string[], dir: string, options: Options): Promise<void> {
  await mkdir(dir);
  const attempt = async (refresh: boolean, more: RunOptions = {}): Promise<void> => {
    const apt = await lists(options, refresh);
    options.report(`downloading ${packages.length} Debian package${packages.length === 1 ? '' : 's'}`);
    await run('apt-get', [...apt, 'download', ...packages], { cwd: dir, signal: options.signal, ...more });
  };
  // The archive drops a package when a newer build of it comes: then the lists are out of date.
  await attempt(false).catch(async () => {
    options.signal?.throwIfAborted();
    await attempt(true, { remedy });
  });
}
