import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { groupDirs, type Hierarchies } from '../plan/cgroups';
import { files, type Layout } from '../plan/layout';
import { logConfig, logScript, runScript } from '../plan/runScript';
import { serviceDir, type Service } from '../plan/services';
import { readIfThere, writeIfChanged } from './files';
import { command, commandAt, servicePid, wakeSupervisor } from './supervisor';
import { waitFor } from './wait';

/** Folder of a service's log; `current` in it is the newest file. */
export const logFolder = (layout: Layout, service: string): string => join(files.logs(layout), service);

/** The last lines of a service's log, for an error. */
export function lastWords(layout: Layout, service: string, lines = 8): string {
  const text = readIfThere(join(logFolder(layout, service), 'current'))?.trim() ?? '';
  if (text === '') return `${service} has said nothing`;
  const last = text.split('\n').slice(-lines).join('\n');
  return [`last lines of ${service}:`, last, ...remedies(last)].join('\n');
}

/** What to do about causes that lie in the machine. */
function remedies(words: string): string[] {
  return /inotify_init: too many open files/.test(words)
    ? [
        'This machine allows too few inotify instances for all that runs on it: take a stack down, or raise the limit with: sysctl -w fs.inotify.max_user_instances=1024',
      ]
    : [];
}

const scriptOf = (service: Service, hierarchies: Hierarchies): string =>
  runScript(service, groupDirs(hierarchies, service.group));

/** Whether every service would be started as it was. */
export const upToDate = (services: readonly Service[], hierarchies: Hierarchies): boolean =>
  services.every((service) => readIfThere(join(service.dir, 'run')) === scriptOf(service, hierarchies));

/**
 * Writes what the supervisor needs to run the services. A new one is not started yet. Gives the names of those whose script or
 * configuration changed.
 */
export function writeServices(
  layout: Layout,
  services: readonly Service[],
  svlogd: string,
  hierarchies: Hierarchies,
): string[] {
  const changed = services.filter((service) => {
    const { dir } = service;
    const logs = logFolder(layout, service.name);
    for (const [path, content] of Object.entries(service.files ?? {})) writeIfChanged(path, content);
    mkdirSync(logs, { recursive: true, mode: 0o700 });
    writeIfChanged(join(logs, 'config'), logConfig);
    writeIfChanged(join(dir, 'log/run'), logScript(svlogd, logs), 0o700);
    if (!existsSync(join(dir, 'run'))) writeIfChanged(join(dir, 'down'), '');
    return writeIfChanged(join(dir, 'run'), scriptOf(service, hierarchies), 0o700);
  });
  return changed.map(({ name }) => name);
}

/** Lets none of the services start by itself: for supervisors that are started anew. */
export function holdAll(services: readonly Pick<Service, 'dir'>[]): void {
  for (const { dir } of services) {
    writeIfChanged(join(dir, 'down'), '');
    rmSync(join(dir, 'supervise'), { recursive: true, force: true });
    rmSync(join(dir, 'log/supervise'), { recursive: true, force: true });
  }
  // runsvdir waits a second before it reads a folder that has just changed.
  for (const folder of new Set(services.map(({ dir }) => dirname(dir)))) utimesSync(folder, new Date(0), new Date(0));
}

/** Starts a service, and lets the supervisor start it again whenever it ends. */
export async function start(layout: Layout, service: string, signal?: AbortSignal): Promise<void> {
  await waitFor({ what: `supervisor takes on ${service}`, timeout: 15_000, interval: 20, signal }, () => {
    if (command(layout, service, 'u')) return true;
    wakeSupervisor(layout);
    return undefined;
  });
  rmSync(join(serviceDir(layout, service), 'down'), { force: true });
}

/** Restarts a service that runs. */
export const restart = (layout: Layout, service: string): boolean => command(layout, service, 't');

export const isRunning = (layout: Layout, service: string): boolean => servicePid(layout, service) !== undefined;

/** Numbers of the nodes that the supervisor has a service for. */
export function supervisedNodes(layout: Layout): number[] {
  const names = existsSync(files.services(layout)) ? readdirSync(files.services(layout)) : [];
  return names.flatMap((name) => /^n(\d+)$/.exec(name)?.[1] ?? []).map(Number);
}

/** Where a service lies that was taken away from the supervisor, which passes over names with a dot. */
const retiredFolder = (layout: Layout, service: string): string =>
  join(dirname(serviceDir(layout, service)), `.${service}`);

/** Whether the supervisor has a service, or one that was taken away is still to be removed. */
export const hasTraces = (layout: Layout, service: string): boolean =>
  [serviceDir(layout, service), retiredFolder(layout, service)].some((path) => existsSync(path));

/**
 * Takes a service away from the cluster's supervisor, so that it is not started again. Gives the folder to be removed in the end;
 * undefined when there is none, also of an earlier try.
 */
export function retire(layout: Layout, service: string): string | undefined {
  const dir = serviceDir(layout, service);
  const hidden = retiredFolder(layout, service);
  if (existsSync(dir)) {
    commandAt(hidden, 'x');
    rmSync(hidden, removal);
    renameSync(dir, hidden);
  }
  if (!existsSync(hidden)) return undefined;
  commandAt(hidden, 'x');
  return hidden;
}

/** Of a folder whose owner may be writing into it for the last time. */
export const removal = { recursive: true, force: true, maxRetries: 20, retryDelay: 20 } as const;
