import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

import { pulumi as pinned } from '../../stacks/versions';
import { provide } from '../cache/provide';
import { existing } from '../cache/store';
import { goPart } from '../parts/go';
import type { Part, Ready } from '../parts/types';
import { onPath } from '../path';
import { projectDir } from '../paths';
import { run } from '../run';
import { atLeast } from '../semver';
import type { Options } from '../types';
import { checksums, releasePart, releases } from './release';

/** Which Pulumi is used, and what has to be on PATH for it. */
export interface PulumiSetup {
  /** Absolute path of the CLI. */
  readonly pulumi: string;
  readonly version: string;
  /** Where the CLI is from, for people. */
  readonly origin: string;
  /** Folders to put before PATH: the CLI's own, and those of the stand-ins for plugins that cannot be had. */
  readonly pathPrefix: readonly string[];
  readonly plugins: Readonly<Record<'nodejs' | 'kubernetes', 'official' | 'stand-in'>>;
}

/** A CLI that is there. */
interface Cli {
  readonly path: string;
  readonly version: string;
  readonly origin: string;
  /** Not built here: it can fetch plugins, and comes with its language hosts. */
  readonly official: boolean;
}

const built = goPart('pulumi');

/** How long the official plugin's download may take, in milliseconds. */
const pluginLimit = 180_000;

/** Keeps the CLI from asking the network whether there is a newer one. */
const quiet = { PULUMI_SKIP_UPDATE_CHECK: 'true' };

/** The CLI on PATH, and why it is not used if it is not. */
export async function cliOnPath(signal?: AbortSignal): Promise<{ readonly cli?: Cli; readonly refused?: string }> {
  const path = onPath('pulumi');
  if (!path) return {};
  const version = await run(path, ['version'], { signal, env: quiet }).catch(() => 'unknown');
  if (!atLeast(version, pinned.version)) {
    return { refused: `${path} is version ${version}, older than ${pinned.version}: not used` };
  }
  return { cli: { path, version, origin: 'found on PATH', official: true } };
}

const cliOf = (part: Part, ready: Ready): Cli => ({
  path: join(ready.dir, 'bin/pulumi'),
  version: ready.manifest.version,
  origin: part.origin,
  official: part !== built,
});

/** The CLI that is there already, without network: on PATH, downloaded before, or built before. */
export async function findCli(options: Options, site = releases): Promise<Cli | undefined> {
  const { cli, refused } = await cliOnPath(options.signal);
  if (refused) options.report(`pulumi: ${refused}`, 1);
  if (cli) return cli;
  for (const part of pulumiCached(site)) {
    const ready = await existing(part);
    if (ready) return cliOf(part, ready);
  }
  return undefined;
}

/** Downloads the official release if it can be had; undefined, with the reason reported, if not. */
async function downloadCli(options: Options, site: string): Promise<Cli | undefined> {
  if ((await checksums(site, options)) === undefined) return undefined;
  const part = releasePart(site);
  try {
    const ready = (await provide([part], options)).get(part.name);
    return ready && cliOf(part, ready);
  } catch (error) {
    options.signal?.throwIfAborted();
    options.report(`pulumi: the official release cannot be used (${(error as Error).message})`, 1);
    return undefined;
  }
}

/** The parts that may hold a CLI. */
export const pulumiCached = (site = releases): readonly Part[] => [releasePart(site), built];

/** What is left to build so that there is a Pulumi CLI: nothing where one is there or was downloaded by this call. */
export async function pulumiParts(options: Options, site = releases): Promise<readonly Part[]> {
  return (await findCli(options, site)) || (await downloadCli(options, site)) ? [] : [built];
}

/** The official kubernetes plugin: on PATH, or where Pulumi keeps its plugins. */
export function kubernetesPlugin(): string | undefined {
  const home = process.env['PULUMI_HOME'] ?? join(homedir(), '.pulumi');
  const name = 'pulumi-resource-kubernetes';
  const kept = join(home, 'plugins', `resource-kubernetes-${pinned.kubernetesPlugin}`, name);
  return existsSync(kept) ? kept : onPath(name);
}

async function installKubernetesPlugin(cli: Cli, options: Options, site: string): Promise<void> {
  if (!cli.official || (await checksums(site, options)) === undefined) return;
  options.report('pulumi: downloading the official kubernetes plugin');
  const limit = AbortSignal.timeout(pluginLimit);
  const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
  await run(cli.path, ['plugin', 'install', 'resource', 'kubernetes', pinned.kubernetesPlugin], {
    signal,
    env: quiet,
  }).catch((error: Error) => {
    options.signal?.throwIfAborted();
    options.report(`pulumi: the official kubernetes plugin cannot be downloaded (${error.message.split('\n')[0]})`, 1);
  });
}

/** Which plugins are official with that CLI. */
function pluginsOf(cli: Cli): PulumiSetup['plugins'] {
  const host = 'pulumi-language-nodejs';
  const hasHost = existsSync(join(dirname(cli.path), host)) || onPath(host) !== undefined;
  return { nodejs: hasHost ? 'official' : 'stand-in', kubernetes: kubernetesPlugin() ? 'official' : 'stand-in' };
}

/** The set-up as it is with that CLI: no download, nothing changed. */
export function describe(cli: Cli): PulumiSetup {
  const plugins = pluginsOf(cli);
  const standIns = (['nodejs', 'kubernetes'] as const).filter((name) => plugins[name] === 'stand-in');
  return {
    pulumi: cli.path,
    version: cli.version,
    origin: cli.origin,
    plugins,
    pathPrefix: [dirname(cli.path), ...standIns.map((name) => join(projectDir, 'plugins', name))],
  };
}

/**
 * The Pulumi CLI and plugins: official ones where they are on PATH or can be downloaded, else a CLI built from its Go module and
 * the stand-ins of `plugins/`. The user's login is not touched.
 */
export async function pulumiSetup(options: Options, site = releases): Promise<PulumiSetup> {
  let cli = (await findCli(options, site)) ?? (await downloadCli(options, site));
  if (!cli) {
    const ready = (await provide([built], options)).get(built.name);
    if (!ready) throw new Error('the Pulumi CLI was not built');
    cli = cliOf(built, ready);
  }
  if (!kubernetesPlugin()) await installKubernetesPlugin(cli, options, site);
  return describe(cli);
}
