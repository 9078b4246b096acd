import { mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectDir, stateRoot } from '../toolchain/paths';
import type { PulumiSetup } from '../toolchain/pulumi/setup';
import { ensurePassphrase } from './passphrase';

type Env = Readonly<Record<string, string | undefined>>;

/** Where the state of the stacks is. */
export type Backend =
  /** The user's: a login, or variables. `url` is known only where it is no secret which one is used. */
  | { readonly owner: 'user'; readonly url?: string }
  /** A folder of ours, for who has no login. */
  | { readonly owner: 'testbed'; readonly url: string };

/** The name starts as no name of a cluster does, so that it clashes with no stack's folder. */
const pulumiDir = (): string => join(stateRoot(), '_pulumi');
const backendDir = (): string => join(pulumiDir(), 'backend');
const passphraseFile = (): string => join(pulumiDir(), 'passphrase');

/** The file with the user's logins, as the Pulumi CLI finds it. */
export function credentialsPath(env: Env): string {
  const folder = env['PULUMI_CREDENTIALS_PATH'] || env['PULUMI_HOME'] || join(env['HOME'] || homedir(), '.pulumi');
  return join(folder, 'credentials.json');
}

/**
 * The backend that Pulumi uses or is to use.
 * @param credentials text of the credentials file; undefined where there is none
 */
export function chooseBackend(env: Env, credentials: string | undefined, own: string): Backend {
  if (env['PULUMI_BACKEND_URL']) return { owner: 'user', url: env['PULUMI_BACKEND_URL'] };
  if (env['PULUMI_ACCESS_TOKEN']) return { owner: 'user' };
  if (credentials === undefined) return { owner: 'testbed', url: own };
  try {
    const { current } = JSON.parse(credentials) as { current?: unknown };
    return typeof current === 'string' && current !== ''
      ? { owner: 'user', url: current }
      : { owner: 'testbed', url: own };
  } catch {
    // Encrypted by a newer CLI, or damaged: the user's matter, and no reason to put a state elsewhere.
    return { owner: 'user' };
  }
}

export interface Needs {
  readonly backend: Backend;
  /** Path of the file with the passphrase, for who has none. */
  readonly passphraseFile: string;
  /** Some of the plugins on PATH stand in for official ones, which cannot be had. */
  readonly standIns: boolean;
}

/** The variables that Pulumi needs, besides PATH and those of `env`, the environment that they are added to. */
export function pulumiVariables(env: Env, { backend, passphraseFile, standIns }: Needs): Record<string, string> {
  const ownPassphrase =
    backend.owner === 'testbed' &&
    env['PULUMI_CONFIG_PASSPHRASE'] === undefined &&
    !env['PULUMI_CONFIG_PASSPHRASE_FILE'];
  return {
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    // Plugins of AWS are hundreds of megabytes, and only the target eks needs them: each is installed when a resource asks for it.
    PULUMI_OPTION_SKIP_PLUGIN_PRE_INSTALL: 'true',
    // Types are checked by `npm test`; at every update that would take seconds.
    PULUMI_NODEJS_TRANSPILE_ONLY: 'true',
    ...(standIns ? { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true' } : {}),
    ...(backend.owner === 'testbed'
      ? {
          PULUMI_BACKEND_URL: backend.url,
          // The salt of the passphrase is in the state as well, so it may go from the stack's file (stackFile.ts).
          PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: 'true',
        }
      : {}),
    ...(ownPassphrase ? { PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile } : {}),
  };
}

export interface Environment {
  readonly backend: Backend;
  /** Folders that come first on PATH: of the Pulumi CLI, of stand-ins for its plugins, of a Node that is new enough. */
  readonly pathPrefix: readonly string[];
  /** What else is added to the user's environment. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The environment for Pulumi on this machine; makes the folder of the state and the passphrase if they are needed. */
export function pulumiEnvironment(setup: PulumiSetup, env: Env = process.env): Environment {
  const backend = chooseBackend(env, textOf(credentialsPath(env)), pathToFileURL(backendDir()).href);
  const variables = pulumiVariables(env, {
    backend,
    passphraseFile: passphraseFile(),
    standIns: Object.values(setup.plugins).includes('stand-in'),
  });
  if (backend.owner === 'testbed') mkdirSync(backendDir(), { recursive: true, mode: 0o700 });
  if (variables['PULUMI_CONFIG_PASSPHRASE_FILE'] === passphraseFile()) ensurePassphrase(passphraseFile());
  // The official language host takes the first Node of PATH, and this folder holds nothing else.
  const pathPrefix = [...setup.pathPrefix, join(projectDir, 'node_modules', 'node', 'bin')];
  return { backend, pathPrefix, variables };
}

/** The environment of a process that Pulumi runs in. */
export function withEnvironment(env: Env, { pathPrefix, variables }: Environment): NodeJS.ProcessEnv {
  return { ...env, ...variables, PATH: [...pathPrefix, ...(env['PATH'] ?? '').split(delimiter)].join(delimiter) };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
