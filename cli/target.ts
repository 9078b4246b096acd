import type { Target } from '../experiments/types';
import { Exit } from './errors';
import type { Pulumi } from './pulumi';

/**
 * What experiments run against on a stack that is up.
 * @throws Exit (2) where there is no such stack, or it was brought up without an experiment
 */
export async function targetOf(pulumi: Pulumi): Promise<Target> {
  const { kubeconfig, target } = await pulumi.outputs(true);
  if (typeof target === 'object' && target !== null) return target as Target;
  throw new Exit(
    2,
    kubeconfig === undefined
      ? `The stack ${pulumi.stack} is not up. Bring it up first: npm run up -- --stack ${pulumi.stack}`
      : `The stack ${pulumi.stack} has nothing to run experiments with: its last update did not end, or its key experiment.preset ` +
          `is none. Bring it up with an experiment: npm run up -- --stack ${pulumi.stack} --config experiment.preset=quick`,
  );
}
