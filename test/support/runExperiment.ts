/** A process that runs an experiment it is sent, and sends back what it reports; for tests that kill it. */
import { runExperiment } from '../../experiments/run';
import type { ExperimentSpec, Target } from '../../experiments/types';

export interface Order {
  readonly spec: ExperimentSpec;
  readonly target: Target;
  readonly stack: string;
  readonly resultsDir: string;
}

process.once('message', ({ spec, target, stack, resultsDir }: Order) => {
  void runExperiment(spec, target, { stack, resultsDir, report: (line) => process.send?.(line) });
});
