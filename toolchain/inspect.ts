import { access, constants, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { goMinimum, nodeMinimum, pulumi as pinnedPulumi } from '../stacks/versions';
import { placeOf } from './cache/key';
import { check } from './cache/manifest';
import { planned } from './cache/provide';
import { neededParts, optionalParts } from './needed';
import { onPath } from './path';
import { systemTools } from './parts/tools';
import type { Part } from './parts/types';
import { workOf } from './prepare';
import { cacheDir, projectDir } from './paths';
import { describe, findCli, kubernetesPlugin } from './pulumi/setup';
import { judge, readSystem, type Finding, type System } from './requirements';
import { atLeast } from './semver';

/** One part as it is now. */
export interface PartReport {
  readonly name: string;
  /** The version that is there; the wanted one where it is missing. */
  readonly version: string;
  /** Where it is from, or would be. */
  readonly origin: string;
  readonly state: 'ready' | 'missing' | 'damaged';
  /** What is wrong. */
  readonly problem?: string;
  readonly path?: string;
  /** The command that mends it. */
  readonly remedy?: string;
}

/** All that `doctor` tells. */
export interface Inspection {
  /** Whether nothing that is needed is missing or damaged, and nothing stands in the way. */
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly parts: readonly PartReport[];
  /** Parts of add-ons, made when a configuration first asks for them: none has to be there. */
  readonly optional: readonly PartReport[];
  /** The cache's folder and what lies in it, in bytes; results of older versions included. */
  readonly cache: { readonly path: string; readonly bytes: number };
}

const mend = 'npm run setup';
/** For damage that only the hash of the content shows. */
const mendVerified = 'npm run setup -- --verify';

async function reportPart(part: Part, full: boolean): Promise<PartReport> {
  const { dir } = await placeOf(part);
  const found = await check(dir, full);
  const { name, version, origin } = part;
  if (found.state === 'ready') return { name, version: found.manifest.version, origin, state: 'ready', path: dir };
  if (found.state === 'missing') return { name, version, origin, state: 'missing', remedy: mend };
  const remedy = found.hidden ? mendVerified : mend;
  return { name, version, origin, state: 'damaged', problem: found.problem, path: dir, remedy };
}

/** What is used of the machine as it is. */
function machineParts(system: System): PartReport[] {
  const program = (
    name: string,
    version: string | undefined,
    wanted: string,
    remedy: string,
    path = onPath(name),
  ): PartReport => {
    const origin = 'found on PATH';
    if (version === undefined) return { name, version: wanted, origin, state: 'missing', remedy };
    return { name, version, origin, state: 'ready', ...(path ? { path } : {}) };
  };
  const node: PartReport = {
    name: 'node',
    version: system.node,
    origin: process.execPath.startsWith(join(projectDir, '/')) ? 'npm package node' : 'found on PATH',
    path: process.execPath,
    ...(atLeast(system.node, nodeMinimum) ? { state: 'ready' } : { state: 'missing', remedy: 'npm install' }),
  };
  const onSystem = [...systemTools].flatMap((name): PartReport[] => {
    const path = onPath(name);
    return path ? [{ name, version: 'of the system', origin: 'found on PATH', state: 'ready', path }] : [];
  });
  return [
    node,
    program('go', system.go, goMinimum, 'install Go from https://go.dev/dl/'),
    program('pip', system.pip, 'any', 'apt-get install python3-pip', onPath('python3')),
    ...onSystem,
  ];
}

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/** A stand-in is part of the sources: missing only from a broken checkout. */
async function standIn(name: 'nodejs' | 'kubernetes', file: string): Promise<PartReport> {
  const path = join(projectDir, 'plugins', name, file);
  const version = name === 'nodejs' ? pinnedPulumi.version : pinnedPulumi.kubernetesPlugin;
  const about = {
    name: file,
    version,
    origin: `stand-in of this project, plugins/${name}`,
    path,
  };
  return (await isExecutable(path))
    ? { ...about, state: 'ready' }
    : { ...about, state: 'missing', problem: 'not an executable file', remedy: `git checkout plugins/${name}` };
}

async function pulumiReports(): Promise<PartReport[]> {
  const cli = await findCli({ report: () => undefined });
  const setup = cli && describe(cli);
  const host = 'pulumi-language-nodejs';
  const plugin = 'pulumi-resource-kubernetes';
  return [
    cli
      ? { name: 'pulumi', version: cli.version, origin: cli.origin, state: 'ready', path: cli.path }
      : {
          name: 'pulumi',
          version: pinnedPulumi.version,
          origin: 'downloaded, or built from its Go module',
          state: 'missing',
          remedy: mend,
        },
    setup?.plugins.nodejs === 'official'
      ? { name: host, version: setup.version, origin: `${setup.origin}, with the CLI`, state: 'ready' }
      : await standIn('nodejs', host),
    setup?.plugins.kubernetes === 'official'
      ? {
          name: plugin,
          version: pinnedPulumi.kubernetesPlugin,
          origin: 'official plugin',
          state: 'ready',
          path: kubernetesPlugin() ?? '',
        }
      : await standIn('kubernetes', plugin),
  ];
}

/** Bytes of all files below a folder. */
async function sizeOf(dir: string): Promise<number> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async (entry) => (await lstat(join(entry.parentPath, entry.name)).catch(() => undefined))?.size ?? 0),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** One part that need not be there: nothing has to be done about it, unless only its hash shows that it is damaged. */
async function reportOptional(part: Part, full: boolean): Promise<PartReport> {
  const { remedy, ...report } = await reportPart(part, full);
  return remedy === mendVerified ? { ...report, remedy } : report;
}

/**
 * Looks at everything that the default config needs and what add-ons have made, and changes nothing. `full` reads every file to compare its hash, otherwise
 * sizes and times are compared.
 */
export async function inspect(full = true): Promise<Inspection> {
  const needed = neededParts();
  const missing = await planned(needed);
  const pulumi = await pulumiReports();
  const work = workOf(missing);
  const buildsPulumi = pulumi[0]?.state !== 'ready';
  const [system, reports, optional, bytes] = await Promise.all([
    readSystem(),
    Promise.all(needed.map((part) => reportPart(part, full))),
    Promise.all(optionalParts().map((part) => reportOptional(part, full))),
    sizeOf(cacheDir()),
  ]);
  const findings = judge(system, { ...work, go: work.go || buildsPulumi });
  // A compiler that nothing has to be compiled with is not missed.
  const machine = machineParts(system).filter(({ state, name }) => state === 'ready' || name === 'node');
  const parts = [...machine, ...pulumi, ...reports];
  const ok = parts.every(({ state }) => state === 'ready') && findings.every(({ level }) => level !== 'error');
  return { ok, findings, parts, optional, cache: { path: cacheDir(), bytes } };
}
