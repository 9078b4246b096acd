/** What Pulumi.yaml may say under `runtime.options`; names and defaults are those of the official language host. */
export interface RuntimeOptions {
  /** Load TypeScript sources. @default true */
  readonly typescript: boolean;
  /** Path of the tsconfig.json to use. */
  readonly tsconfig?: string;
  /** Arguments for node itself. @default none */
  readonly nodeargs: readonly string[];
  /** @default npm */
  readonly packagemanager: PackageManager;
  /** Leave development dependencies out when installing. @default false */
  readonly production: boolean;
}

const PACKAGE_MANAGERS = ['npm', 'yarn', 'pnpm', 'bun'] as const;
export type PackageManager = (typeof PACKAGE_MANAGERS)[number];

/** Reads the options; throws an error that names the option, its value and what is allowed. */
export function parseOptions(options: Readonly<Record<string, unknown>>): RuntimeOptions {
  const tsconfig = read(options, 'tsconfig', 'string');
  const manager = read(options, 'packagemanager', 'string') ?? 'auto';
  const packagemanager = PACKAGE_MANAGERS.find((name) => name === (manager === 'auto' ? 'npm' : manager));
  if (packagemanager === undefined)
    throw invalid('packagemanager', manager, `one of auto, ${PACKAGE_MANAGERS.join(', ')}`);
  return {
    typescript: read(options, 'typescript', 'boolean') ?? true,
    ...(tsconfig !== undefined && { tsconfig }),
    nodeargs: splitWords(read(options, 'nodeargs', 'string') ?? ''),
    packagemanager,
    production: read(options, 'production', 'boolean') ?? false,
  };
}

interface Kinds {
  string: string;
  boolean: boolean;
}

function read<K extends keyof Kinds>(
  options: Readonly<Record<string, unknown>>,
  key: string,
  kind: K,
): Kinds[K] | undefined {
  const value = options[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== kind) throw invalid(key, value, `a ${kind}`);
  return value as Kinds[K];
}

function invalid(key: string, value: unknown, allowed: string): Error {
  return new Error(`runtime.options.${key} in Pulumi.yaml is ${JSON.stringify(value)}; it must be ${allowed}.`);
}

/** Splits like a shell: by blanks, but for those in single or double quotes. */
export function splitWords(text: string): string[] {
  const words = text.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) => word.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}
