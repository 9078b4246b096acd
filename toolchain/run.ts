import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Has the kernel kill the command when this process dies, on Linux. */
const guard = process.platform === 'linux' ? ['setpriv', '--pdeathsig', 'KILL'] : [];

/** Lines of a failed command's output that its error shows. */
const tailLines = 15;

export interface RunOptions {
  readonly cwd?: string;
  /** Added to this process's environment; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
  /** What to do when the command fails: the error's last line. */
  readonly remedy?: string;
  /** Called with each line of both outputs, as it comes. */
  readonly onLine?: (line: string) => void;
}

/** A command that could not be started or did not exit with 0. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  constructor(
    readonly command: string,
    readonly reason: string,
    readonly tail: readonly string[],
    remedy?: string,
  ) {
    const parts = [`${command}: ${reason}`, ...tail.map((line) => `  | ${line}`)];
    super([...parts, ...(remedy ? [remedy] : [])].join('\n'));
  }
}

/**
 * Runs a command to its end and gives its standard output. The command dies with this process, however that ends, so that a
 * killed set-up leaves no compiler behind.
 */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { cwd, env, signal, remedy, onLine } = options;
  signal?.throwIfAborted();
  const shown = [command, ...args].join(' ').slice(0, 200);
  const tail: string[] = [];
  const output: string[] = [];
  const [program, ...rest] = [...guard, command, ...args];
  const child = spawn(program ?? command, rest, {
    cwd,
    env: Object.fromEntries(Object.entries({ ...process.env, ...env }).filter(([, value]) => value !== undefined)),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = (): void => void child.kill('SIGTERM');
  signal?.addEventListener('abort', stop, { once: true });
  const keep = (line: string): void => {
    tail.push(line);
    if (tail.length > tailLines) tail.shift();
    onLine?.(line);
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    output.push(line);
    keep(line);
  });
  createInterface({ input: child.stderr }).on('line', keep);
  try {
    const reason = await new Promise<string | undefined>((done) => {
      child.once('error', (error) => done(error.message));
      child.once('close', (code, killer) =>
        done(code === 0 ? undefined : killer ? `ended by ${killer}` : `exit code ${code}`),
      );
    });
    signal?.throwIfAborted();
    if (reason) throw new CommandError(shown, reason, tail, remedy);
    return output.join('\n');
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
