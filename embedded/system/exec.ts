import { spawn } from 'node:child_process';

export interface ExecOptions {
  /** Given on standard input. */
  readonly input?: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a command to its end and gives what it printed. It dies with this process, however that ends. An error quotes the command
 * and what it said.
 */
export async function exec(command: readonly string[], options: ExecOptions = {}): Promise<string> {
  const { input, signal } = options;
  signal?.throwIfAborted();
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...command], {
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    killSignal: 'SIGKILL',
    ...(signal ? { signal } : {}),
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (data: Buffer) => out.push(data));
  child.stderr?.on('data', (data: Buffer) => err.push(data));
  // A command that ends without reading all its input says why on its standard error.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  const code = await new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, killer) => resolve(status ?? killer ?? 'unknown'));
  });
  if (code === 0) return Buffer.concat(out).toString();
  const said = Buffer.concat([...err, ...out])
    .toString()
    .trim()
    .split('\n')
    .slice(-10)
    .join('\n');
  throw new Error(`${command.join(' ').slice(0, 300)}: ended with ${code}: ${said}`);
}
