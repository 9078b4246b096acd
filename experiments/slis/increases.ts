import { loadChanges, loadSeconds, type LoadStep, loadSteps, type Shape } from '../load/shape';

/** An increase of the load and the time until which its answer is watched; seconds since the start of the load. */
export interface Increase extends LoadStep {
  /** When the next change of the load begins, up or down, or the load ends. */
  readonly until: number;
}

/** Every increase of the load. A stage at the rate of the one before it changes nothing, so it ends no watching. */
export function increases(shape: Shape): Increase[] {
  const changes = changeTimes(shape);
  return loadSteps(shape).map((step) => ({
    ...step,
    until: changes.find((time) => time > step.at) ?? loadSeconds(shape),
  }));
}

/** When each change of the rate begins. */
export const changeTimes = (shape: Shape): number[] => loadChanges(shape).map(({ at }) => at);
