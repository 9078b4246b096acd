import { spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { onPath } from '../toolchain/path';
import { exitCodeOf } from './errors';
import type { Interrupts } from './interrupts';

export interface Captured {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command that shares this process's terminal and gives its exit code. */
export async function passThrough(
  command: string,
  args: readonly string[],
  options: SpawnOptions,
  interrupts: Interrupts,
): Promise<number> {
  const child = spawn(command, args, { stdio: 'inherit', ...options });
  // A terminal sends Ctrl-C to the child as well; without one only this process gets the signal.
  const release = interrupts.listen(() => void (process.stdin.isTTY || child.kill('SIGINT')));
  const [code, signal] = (await once(child, 'exit').finally(release)) as [number | null, NodeJS.Signals | null];
  return signal ? exitCodeOf(signal) : (code ?? 1);
}

/**
 * Runs a command that changes things, with its output shown, and gives its exit code. It hears of Ctrl-C from here alone: once, so
 * that it can stop in good order, again when asked again, and the third time it is killed.
 */
export async function streamed(
  command: string,
  args: readonly string[],
  options: SpawnOptions,
  interrupts: Interrupts,
): Promise<number> {
  // Should this process be killed, the command is to stop in good order as well.
  const [program, ...rest] = [...(onPath('setpriv') ? ['setpriv', '--pdeathsig', 'INT'] : []), command, ...args];
  // Detached is a session of its own, which the terminal's signals do not reach.
  const child = spawn(program as string, rest, { stdio: 'inherit', detached: true, ...options });
  const release = interrupts.listen((press) => void child.kill(press < 3 ? 'SIGINT' : 'SIGKILL'));
  const [code, signal] = (await once(child, 'exit').finally(release)) as [number | null, NodeJS.Signals | null];
  return signal ? exitCodeOf(signal) : (code ?? 1);
}

/** Runs a command and gives all it wrote, whatever its exit code. `input` is its standard input. */
export async function captured(
  command: string,
  args: readonly string[],
  options: SpawnOptions,
  input = '',
): Promise<Captured> {
  const child = spawn(command, args, { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined).end(input);
  const [[code], stdout, stderr] = await Promise.all([
    once(child, 'close') as Promise<[number | null]>,
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code: code ?? 1, stdout, stderr };
}
