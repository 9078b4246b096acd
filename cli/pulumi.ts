import { setTimeout as sleep } from 'node:timers/promises';
import { projectDir } from '../toolchain/paths';
import { Exit } from './errors';
import { withEnvironment, type Environment } from './environment';
import type { Interrupts } from './interrupts';
import { captured, passThrough, streamed, type Captured } from './process';
import { backendFolder, pendingOperations, readLocks, withoutPending, type Lock } from './recovery';

/** What `pulumi config --json` prints: structured values as `objectValue`. */
export type Configuration = Readonly<Record<string, { readonly value?: string; readonly objectValue?: unknown }>>;

/** Name of the Pulumi project, as in Pulumi.yaml. */
export const PROJECT = 'autoscaling-testbed';

/** How often a lock is looked at, ms. */
const POLL = 500;

/** The stack's own name of a reference such as `organization/autoscaling-testbed/dev`. */
export const stackName = (reference: string): string => reference.split('/').at(-1) ?? reference;

/** The project's own keys of a stack's configuration, without its name before them. */
export function ownKeys<T>(config: Readonly<Record<string, T>>): Record<string, T> {
  const prefix = `${PROJECT}:`;
  const own = Object.entries(config).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}

/** URN of the stack's experiment. */
export const experimentUrn = (stack: string): string =>
  `urn:pulumi:${stackName(stack)}::${PROJECT}::testbed:index:Experiment::experiment`;

/** The Pulumi CLI on one stack of this project. */
export class Pulumi {
  constructor(
    readonly executable: string,
    readonly stack: string,
    readonly environment: Environment,
    private readonly interrupts: Interrupts,
  ) {}

  /** Runs a command on the stack with its output shown; gives the exit code. */
  stream(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<number> {
    return streamed(this.executable, [...args, '--stack', this.stack], this.#options(variables), this.interrupts);
  }

  /** Runs whatever the user asks for, in the right environment. */
  passThrough(args: readonly string[]): Promise<number> {
    return passThrough(this.executable, args, this.#options(), this.interrupts);
  }

  /** Makes the stack if it is not there, and makes it the current one. */
  async create(): Promise<void> {
    check(await this.#capture(['stack', 'select', '--create', this.stack]), `select the stack ${this.stack}`);
  }

  async exists(): Promise<boolean> {
    const result = await this.#capture(['stack', 'select', this.stack]);
    if (isAbsent(result)) return false;
    check(result, `select the stack ${this.stack}`);
    return true;
  }

  /** Removes the stack with its history; what its file configures stays. */
  async remove(): Promise<void> {
    check(
      await this.#capture(['stack', 'rm', '--yes', '--preserve-config', '--stack', this.stack]),
      'remove the stack',
    );
  }

  /** The stack's outputs, none where there is no stack; secrets are not shown but with `secrets`. */
  async outputs(secrets = false): Promise<Record<string, unknown>> {
    const args = ['stack', 'output', '--json', '--stack', this.stack, ...(secrets ? ['--show-secrets'] : [])];
    const result = await this.#capture(args);
    return isAbsent(result) ? {} : (JSON.parse(check(result, 'read the outputs')) as Record<string, unknown>);
  }

  /** Sets configuration of the stack, `key=value` each, where a key may be a path; gives all that it has then. */
  async configure(settings: readonly string[]): Promise<Configuration> {
    const plain = settings.flatMap((setting) => ['--plaintext', setting]);
    check(
      await this.#capture(['config', 'set-all', '--path', ...plain, '--stack', this.stack]),
      `set ${settings.join(' ')}`,
    );
    return JSON.parse(
      check(await this.#capture(['config', '--json', '--stack', this.stack]), 'read the configuration'),
    ) as Configuration;
  }

  /**
   * Waits for an update that runs, and makes the stack usable again after one that was killed: takes its lock away and forgets the operations it had open. All
   * the providers here find what such an operation had made by its name, and go on with it.
   */
  async recover(say: (line: string) => void): Promise<void> {
    const folder = backendFolder(this.environment.backend.url);
    if (folder === undefined) return;
    const locks = await this.#deadLocks(folder, say);
    if (locks.length > 0) {
      say(`Taking away the lock of an update that was killed (process ${locks.map(({ pid }) => pid).join(', ')}).`);
      check(await this.#capture(['cancel', '--yes', '--stack', this.stack]), 'take the lock away');
    }
    const pending = pendingOperations(folder, PROJECT, stackName(this.stack));
    if (pending.length === 0) return;
    say(`Forgetting what a killed update had open: ${pending.join(', ')}.`);
    const state = check(await this.#capture(['stack', 'export', '--stack', this.stack]), 'export the state');
    check(await this.#capture(['stack', 'import', '--stack', this.stack], withoutPending(state)), 'import the state');
  }

  /** Waits while an update runs, then gives the locks that are left: those of processes that were killed. */
  async #deadLocks(folder: string, say: (line: string) => void): Promise<Lock[]> {
    for (let waited = 0; ; waited++) {
      const locks = readLocks(folder, PROJECT, stackName(this.stack));
      const running = locks.find(({ state }) => state !== 'dead');
      if (running === undefined) return locks.map(({ lock }) => lock);
      const { pid, hostname, username, timestamp } = running.lock;
      const update = `The stack ${this.stack} is being updated since ${timestamp}, by process ${pid} of ${username}@${hostname}`;
      if (running.state === 'unknown') {
        throw new Exit(1, `${update}. If that update is no more: npm run pulumi -- cancel --stack ${this.stack}`);
      }
      if (waited === 0) say(`${update}. Waiting for it to end; to stop it: kill -INT ${pid}`);
      await sleep(POLL, undefined, { signal: this.interrupts.signal });
    }
  }

  #options(variables: Readonly<Record<string, string>> = {}): { cwd: string; env: NodeJS.ProcessEnv } {
    return { cwd: projectDir, env: { ...withEnvironment(process.env, this.environment), ...variables } };
  }

  #capture(args: readonly string[], input?: string): Promise<Captured> {
    return captured(this.executable, [...args, '--non-interactive'], this.#options(), input);
  }
}

const isAbsent = ({ code, stderr }: Captured): boolean => code !== 0 && stderr.includes('no stack named');

function check({ code, stdout, stderr }: Captured, what: string): string {
  if (code === 0) return stdout;
  throw new Exit(1, `Pulumi could not ${what}:\n${stderr.trim() || stdout.trim()}`);
}
