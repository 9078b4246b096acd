import { upstreamImage } from '../components/cluster/upstreamImages';
import type { ExperimentSpec } from '../experiments/types';
import type { Problem } from './problems';

interface Images {
  readonly images?: Readonly<Record<string, unknown>>;
}

/**
 * A driver that nobody publishes an image of, on EKS, whose nodes pull all that they run. A cluster that is there already is asked when it is
 * looked at, and the others get what is built here.
 * @param settings the target's
 */
export function driverProblems(target: string, settings: unknown, experiment: ExperimentSpec | null): Problem[] {
  const driver = experiment?.load.driver;
  if (target !== 'eks' || driver === undefined) return [];
  if (upstreamImage(driver) !== undefined || (settings as Images | undefined)?.images?.[driver] !== undefined)
    return [];
  const allowed = `k6 or locust: nobody publishes an image of ${driver}; or say in eks.images.${driver} where yours is`;
  return [{ path: 'experiment.load.driver', value: driver, allowed }];
}
