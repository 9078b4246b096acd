import { parseConfig } from '../../stacks/schema';
import { Exit, orExit } from '../errors';
import { ownKeys, PROJECT } from '../pulumi';
import type { StackFile } from '../stackFile';

/** The command that goes on with a comparison. */
export const again = (stack: string): string => `npm run testbed -- compare --stack ${stack}`;

/** The stack's configuration for a run of the variant. */
export function configured(file: StackFile, variant: string, experiment: unknown): StackFile {
  const own = { [`${PROJECT}:autoscaler`]: variant, [`${PROJECT}:experiment`]: experiment };
  return { ...file, config: { ...file.config, ...own } };
}

/** @throws Exit (2) where the testbed would refuse the configuration */
export function check(file: StackFile, variant: string, experiment: unknown): void {
  const { config } = configured(file, variant, experiment);
  const { experiment: spec } = orExit(() => parseConfig(ownKeys(config ?? {})));
  if (spec === null) throw new Exit(2, 'There is nothing to compare without an experiment: --experiment default');
}
