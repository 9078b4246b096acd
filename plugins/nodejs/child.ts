import { spawn, type SpawnOptions } from 'node:child_process';

/** How long a process may take to end after SIGINT. */
const GRACE_MS = 5000;

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly options: SpawnOptions;
  /** Takes what the process prints; without it, it prints to where this process does. */
  readonly output?: (stream: 'stdout' | 'stderr', chunk: Buffer) => void;
}

/** Runs a process to its end. When the signal aborts, it gets SIGINT, and SIGKILL after a grace period. */
export async function run(
  command: Command,
  signal: AbortSignal,
): Promise<{ code: number | null; signal: string | null }> {
  signal.throwIfAborted();
  const { output } = command;
  const io = output ? 'pipe' : 'inherit';
  const child = spawn(command.file, command.args, { ...command.options, stdio: ['ignore', io, io] });
  child.stdout?.on('data', (chunk: Buffer) => output?.('stdout', chunk));
  child.stderr?.on('data', (chunk: Buffer) => output?.('stderr', chunk));
  let kill: NodeJS.Timeout | undefined;
  const stop = () => {
    child.kill('SIGINT');
    kill = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', (error) => reject(new Error(`Could not run ${command.file}: ${error.message}`)));
      child.on('close', (code, ended) => resolve({ code, signal: ended }));
    });
  } finally {
    signal.removeEventListener('abort', stop);
    clearTimeout(kill);
  }
}
