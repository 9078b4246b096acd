import type { RuntimeOptions } from './options';

/** What the engine asks to run. */
export interface Program {
  readonly monitor: string;
  readonly engine: string;
  readonly organization: string;
  readonly project: string;
  readonly stack: string;
  readonly rootDirectory: string;
  readonly programDirectory: string;
  readonly entryPoint: string;
  readonly args: readonly string[];
  readonly dryRun: boolean;
  readonly parallel: number;
  readonly config: Readonly<Record<string, string>>;
  readonly configSecretKeys: readonly string[];
}

/** Arguments for node. `runner` is the path of the SDK's `cmd/run`, which loads the program. */
export function programArguments(program: Program, options: RuntimeOptions, runner: string): string[] {
  const named: Readonly<Record<string, string>> = {
    monitor: program.monitor,
    engine: program.engine,
    organization: program.organization,
    project: program.project,
    stack: program.stack,
    'root-directory': program.rootDirectory,
    pwd: program.programDirectory,
    parallel: String(program.parallel),
  };
  return [
    ...options.nodeargs,
    runner,
    ...Object.entries(named).flatMap(([name, value]) => (value === '' ? [] : [`--${name}`, value])),
    ...(program.dryRun ? ['--dry-run'] : []),
    program.entryPoint,
    ...program.args,
  ];
}

/** What the SDK reads from the environment, besides what is there already. */
export function programEnvironment(
  program: Program,
  options: RuntimeOptions,
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  return {
    // Type checks at every run cost seconds and belong to the linter; a value that the user set wins.
    PULUMI_NODEJS_TRANSPILE_ONLY: 'true',
    ...environment,
    PULUMI_CONFIG: JSON.stringify(program.config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(program.configSecretKeys),
    ...(options.typescript && { PULUMI_NODEJS_TYPESCRIPT: 'true' }),
    ...(options.tsconfig !== undefined && { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig }),
  };
}

/** The SDK's exit code for an error that it has already shown to the user. */
const SHOWN = 32;

/** What the engine is told about the program's end: nothing (success), a bail-out (errors are already shown), or an error. */
export function programEnd(code: number | null, signal: string | null): { error?: string; bail?: boolean } {
  if (code === 0) return {};
  if (code === SHOWN) return { bail: true };
  if (code !== null) return { error: `Program exited with non-zero exit code: ${code}` };
  const hint =
    signal === 'SIGABRT' || signal === 'SIGKILL'
      ? ' (out of memory? "nodeargs: --max-old-space-size=MiB" under runtime.options in Pulumi.yaml raises the limit)'
      : '';
  return { error: `Program was ended by ${signal ?? 'an unknown signal'}${hint}` };
}
