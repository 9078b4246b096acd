import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

export interface Finished {
  readonly code: number | null;
  /** What it wrote on standard output and standard error, in the order it came. */
  readonly output: string;
  /** What of it was standard output. */
  readonly stdout: string;
}

/** The command line as a user calls it, on a stack and with a state folder of its own. */
export class CommandLine {
  readonly #state = mkdtempSync(join(tmpdir(), 'testbed-state-'));

  constructor(readonly stack: string) {}

  /** The state folder, `$XDG_STATE_HOME` of the commands. */
  get state(): string {
    return this.#state;
  }

  /** `npm run COMMAND -- --stack STACK ARGS`. */
  async run(command: string, ...args: string[]): Promise<Finished> {
    return this.finished(this.start(command, ...args));
  }

  /** The Pulumi CLI in the testbed's environment: `npm run pulumi -- ARGS`. */
  async pulumi(...args: string[]): Promise<Finished> {
    return this.finished(this.#spawn(['pulumi', ...args, '--stack', this.stack, '--non-interactive']));
  }

  async kubectl(...args: string[]): Promise<Finished> {
    return this.finished(this.#spawn(['kubectl', '--stack', this.stack, '--', ...args]));
  }

  start(command: string, ...args: string[]): ChildProcess {
    return this.#spawn([command, '--stack', this.stack, ...args]);
  }

  async finished(child: ChildProcess): Promise<Finished> {
    const chunks: string[] = [];
    const stdout: string[] = [];
    child.stdout?.on('data', (chunk) => stdout.push(String(chunk)));
    child.stdout?.on('data', (chunk) => chunks.push(String(chunk)));
    child.stderr?.on('data', (chunk) => chunks.push(String(chunk)));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, output: chunks.join(''), stdout: stdout.join('') };
  }

  /** Removes what the tests made beside the cluster. */
  dispose(): void {
    rmSync(this.#state, { recursive: true, force: true });
    rmSync(join(ROOT, `Pulumi.${this.stack}.yaml`), { force: true });
    rmSync(join(ROOT, 'results', this.stack), { recursive: true, force: true });
  }

  /** `npm run testbed -- COMMAND --stack STACK ARGS`. */
  testbed(command: string, ...args: string[]): ChildProcess {
    return this.#spawn(['testbed', command, '--stack', this.stack, ...args]);
  }

  #spawn(args: readonly string[]): ChildProcess {
    return spawn(process.execPath, [join(ROOT, 'cli', 'run.mjs'), ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, XDG_STATE_HOME: this.#state, PULUMI_HOME: join(this.#state, 'pulumi') },
    });
  }
}
