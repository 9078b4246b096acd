import { randomInt } from 'node:crypto';
import { basename, extname } from 'node:path';
import { leastRepeats } from '../../experiments/compare/analysis';
import { makePlan, type Plan } from '../../experiments/compare/plan';
import { withFilesRead } from '../../experiments/spec';
import { projectDir } from '../../toolchain/paths';
import { Exit, orExit } from '../errors';
import { PROJECT } from '../pulumi';
import type { StackFile } from '../stackFile';

/** What is asked for on the command line. */
export interface Asked {
  /** Presets, or files of one's own. @default the stack's own experiment */
  readonly experiment?: readonly string[];
  /** Runs of each variant. */
  readonly repeat: number;
  /** @default a random one */
  readonly seed?: number;
}

/**
 * The plan of a comparison.
 * @param names of the variants, separated by commas
 * @throws Exit (2) where it makes no sense
 */
export function planned(options: Asked, stack: string, names: string, file: StackFile): Plan {
  const variants = names.split(',').map((name) => name.trim());
  if (new Set(variants).size < Math.max(2, variants.length))
    throw new Exit(2, `--variants is ${JSON.stringify(names)}: two or more, each once, separated by commas`);
  const least = leastRepeats(variants.length);
  if (options.repeat < least)
    console.error(
      `With ${options.repeat} runs of each no difference can be found, however clear: it takes ${least} (--repeat ${least}).`,
    );
  const own = file.config?.[`${PROJECT}:experiment`] ?? {};
  const loads = loadsOf(options.experiment, own);
  const now = new Date();
  return makePlan({
    id: now
      .toISOString()
      .replaceAll(/[-:]|\..*/g, '')
      .replace('T', '-'),
    stack,
    createdAt: now.toISOString(),
    seed: options.seed ?? randomInt(2 ** 31),
    variants,
    loads,
    repeats: options.repeat,
  });
}

/**
 * The loads by name: presets, files (the name is the file's), or the stack's own. What files hold goes into the plan: a comparison that goes on later
 * goes on with the same.
 */
function loadsOf(experiments: readonly string[] | undefined, own: unknown): Plan['loads'] {
  const asked = experiments?.map((preset) => [basename(preset, extname(preset)), { preset }] as const) ?? [
    ['experiment', own] as const,
  ];
  const names = asked.map(([name]) => name);
  if (new Set(names).size < names.length)
    throw new Exit(2, `--experiment: each load needs a name of its own; there are ${names.join(', ')}`);
  return Object.fromEntries(asked.map(([name, load]) => [name, orExit(() => withFilesRead(load, projectDir))]));
}
