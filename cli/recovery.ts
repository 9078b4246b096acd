import { readdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** A lock of Pulumi's file backend: the process that updates the stack. */
export interface Lock {
  readonly pid: number;
  readonly hostname: string;
  readonly username: string;
  readonly timestamp: string;
}
const lockSchema = z.object({ pid: z.number(), hostname: z.string(), username: z.string(), timestamp: z.string() });

/** `dead`: a process of this host that is no more, or by now another program. `unknown`: a process of another host. */
export type LockState = 'alive' | 'dead' | 'unknown';

export function lockState(lock: Lock, host: string, programOf: (pid: number) => string | undefined): LockState {
  if (lock.hostname !== host) return 'unknown';
  return programOf(lock.pid) === 'pulumi' ? 'alive' : 'dead';
}

/** Folder of a file backend; undefined for other backends. */
export function backendFolder(url: string | undefined): string | undefined {
  if (!url?.startsWith('file://')) return undefined;
  // Pulumi allows file://~ and relative paths, which no URL has.
  const path = url.slice('file://'.length);
  if (path.startsWith('~')) return join(process.env['HOME'] ?? '', path.slice(1));
  return path.startsWith('/') ? fileURLToPath(url.replace(/\?.*$/, '')) : undefined;
}

/** The locks of a stack, with whether their process still lives. */
export function readLocks(folder: string, project: string, stack: string): { lock: Lock; state: LockState }[] {
  const path = join(folder, '.pulumi', 'locks', 'organization', project, stack);
  return entries(path)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const parsed = lockSchema.safeParse(json(join(path, name)));
      return parsed.success ? [parsed.data] : [];
    })
    .map((lock) => ({ lock, state: lockState(lock, hostname(), programName) }));
}

const checkpointSchema = z.object({
  checkpoint: z.object({
    latest: z
      .object({
        pending_operations: z.array(z.object({ resource: z.object({ urn: z.string() }), type: z.string() })).optional(),
      })
      .nullish(),
  }),
});

/** What a killed update was doing when it died, for example `creating NAME`; empty where nothing is open. */
export function pendingOperations(folder: string, project: string, stack: string): string[] {
  const state = json(join(folder, '.pulumi', 'stacks', project, `${stack}.json`));
  const parsed = checkpointSchema.safeParse(state);
  return (parsed.data?.checkpoint.latest?.pending_operations ?? []).map(
    ({ type, resource }) => `${type} ${resource.urn.split('::').slice(2).join(' ')}`,
  );
}

/** An exported state without its open operations. */
export function withoutPending(exported: string): string {
  const state = JSON.parse(exported) as { deployment: Record<string, unknown> };
  return JSON.stringify({ ...state, deployment: { ...state.deployment, pending_operations: undefined } });
}

function programName(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return undefined;
  }
}

function entries(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function json(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
