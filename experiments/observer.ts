import type { LoadOutput } from './load/merged';
import type { Timeline } from './record/observations';
import type { ExperimentSpec, Result, RunMeta, Series } from './types';

/** A run under way, to be looked at and not to be changed. It grows while the run goes on. */
export interface RunUnderWay extends Pick<RunMeta, 'id' | 'stack' | 'startedAt'> {
  readonly spec: ExperimentSpec;
  /** Without the kubeconfig: what is seen of a run is never a secret. */
  readonly target: Result['target'];
  readonly timeline: Timeline;
  readonly output: LoadOutput;
  /** CPU of the pods as Prometheus tells it, by name as in a recording; none while the cluster has not been reached. Never rejects. */
  series(
    names: readonly string[],
    span: { readonly from: number; readonly to: number },
  ): Promise<Readonly<Record<string, Series>>>;
}

/** What a run is at, apart from where its load is: that follows from the load's start. */
export type RunStep = 'preflight' | 'load' | 'queries';

/** Who looks on while a run happens. An observer that throws is told of once and not asked again; the run goes on. */
export interface RunObserver {
  began(run: RunUnderWay): void;
  step(step: RunStep): void;
  /** A line about what is going on. */
  said(message: string): void;
  /** The results are written. */
  over(result: Result, directory: string): void | Promise<void>;
}

/** The observer, if there is one, without its errors. @param failed told of the first, which is the last as well */
export function guarded(observer: RunObserver | undefined, failed: (error: unknown) => void): RunObserver {
  let asked = observer;
  const fail = (error: unknown): void => {
    if (asked === undefined) return;
    asked = undefined;
    failed(error);
  };
  const attempt = (call: (observer: RunObserver) => void): void => {
    try {
      if (asked !== undefined) call(asked);
    } catch (error) {
      fail(error);
    }
  };
  return {
    began: (run) => attempt((one) => one.began(run)),
    step: (step) => attempt((one) => one.step(step)),
    said: (message) => attempt((one) => one.said(message)),
    over: async (result, directory) => {
      try {
        await asked?.over(result, directory);
      } catch (error) {
        fail(error);
      }
    },
  };
}
