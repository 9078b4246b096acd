import { accessSync, constants, readdirSync, readFileSync, type Dirent } from 'node:fs';
import { join } from 'node:path';

/** A Pulumi plugin that an installed npm package needs. */
export interface RequiredPlugin {
  readonly name: string;
  /** With a leading `v`. */
  readonly version: string;
  /** Where to download it, empty for the default. */
  readonly server: string;
}

interface PackageJson {
  readonly name?: string;
  readonly version?: string;
  readonly pulumi?: { resource?: boolean; name?: string; version?: string; server?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** The plugin that a package stands for, from its package.json; undefined when it is an ordinary one. */
export function pluginOf(manifest: PackageJson): RequiredPlugin | undefined {
  const { pulumi } = manifest;
  if (pulumi?.resource !== true) return undefined;
  // Only packages of the scope @pulumi may leave the plugin's name out.
  const name = pulumi.name ?? /^@pulumi\/(.+)$/.exec(manifest.name ?? '')?.[1];
  const version = pulumi.version ?? manifest.version;
  if (name === undefined || version === undefined) return undefined;
  return { name, version: version.startsWith('v') ? version : `v${version}`, server: pulumi.server ?? '' };
}

/** Plugins of all packages installed under the directory, nested ones too. */
export function requiredPlugins(directory: string): RequiredPlugin[] {
  const found = installedPackages(directory).flatMap((path) => {
    const manifest = readJson<PackageJson>(join(path, 'package.json'));
    const plugin = manifest && pluginOf(manifest);
    return plugin ? [plugin] : [];
  });
  return [...new Map(found.map((plugin) => [`${plugin.name} ${plugin.version}`, plugin])).values()];
}

/** Paths of the packages in `node_modules`, and in those of the packages themselves. */
function installedPackages(directory: string): string[] {
  const modules = join(directory, 'node_modules');
  const folders = folderNames(modules).flatMap((name) =>
    name.startsWith('@')
      ? folderNames(join(modules, name)).map((inner) => join(modules, name, inner))
      : [join(modules, name)],
  );
  return folders.flatMap((path) => [path, ...installedPackages(path)]);
}

function folderNames(path: string): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
  // A linked package is its own project, with links of its own that may form a circle: its plugins are not ours to find.
  return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map((entry) => entry.name);
}

/** Whether the plugin's executable is on `path`, a list like PATH. */
export function isOnPath(plugin: RequiredPlugin, path: string): boolean {
  return path.split(':').some((folder) => {
    try {
      accessSync(join(folder, `pulumi-resource-${plugin.name}`), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export interface Dependency {
  readonly name: string;
  readonly version: string;
}

/** Installed dependencies of the program, as npm recorded them: those its package.json names, or all. */
export function dependencies(directory: string, transitive: boolean): Dependency[] {
  const manifest = readJson<PackageJson>(join(directory, 'package.json'));
  const lock = readJson<{ packages?: Record<string, { version?: string }> }>(
    join(directory, 'node_modules/.package-lock.json'),
  );
  if (!manifest || !lock) {
    throw new Error(`There is no package.json with installed packages in ${directory}: run "npm install" there.`);
  }
  const direct = new Set([...Object.keys(manifest.dependencies ?? {}), ...Object.keys(manifest.devDependencies ?? {})]);
  return Object.entries(lock.packages ?? {})
    .map(([path, { version = '' }]) => ({ path, name: path.slice(path.lastIndexOf('node_modules/') + 13), version }))
    .filter(({ path, name }) => transitive || (direct.has(name) && path === `node_modules/${name}`))
    .map(({ name, version }) => ({ name, version }));
}

/** The file's content, undefined when it is missing or no JSON (test data of packages may be such). */
function readJson<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
