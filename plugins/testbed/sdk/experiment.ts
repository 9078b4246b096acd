import * as pulumi from '@pulumi/pulumi';
import type { ExperimentSpec, Reaction, Sli, Target, Verdict } from '../../../experiments/types';

export interface ExperimentArgs {
  /** Name of the stack, for the results folder. */
  readonly stack: string;
  readonly spec: ExperimentSpec;
  readonly target: Inputs<Target>;
  /** The experiment runs again when one of these changes, or its spec or target. */
  readonly triggers: pulumi.Input<Record<string, pulumi.Input<unknown>>>;
}
/** The same shape, where each plain value may be an output. */
type Inputs<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null | undefined
    ? pulumi.Input<T>
    : { [K in keyof T]: Inputs<T[K]> };

/** One run of the experiment. It runs at creation and whenever its spec, target or triggers change. */
export class Experiment extends pulumi.CustomResource {
  declare readonly slis: pulumi.Output<Record<string, Sli>>;
  declare readonly verdict: pulumi.Output<Verdict>;
  declare readonly reasons: pulumi.Output<string[]>;
  declare readonly warnings: pulumi.Output<string[]>;
  /** How each rise of the load was answered. */
  declare readonly reactions: pulumi.Output<Reaction[]>;
  /** How each fall was; nothing where an earlier version ran the experiment. */
  declare readonly scaleDowns: pulumi.Output<Reaction[] | undefined>;
  declare readonly slos: pulumi.Output<
    { sli: string; min?: number; max?: number; value: number | null; pass: boolean | null }[]
  >;
  /** Folder of the results, below the project. */
  declare readonly directory: pulumi.Output<string>;

  constructor(name: string, args: ExperimentArgs, options?: pulumi.CustomResourceOptions) {
    super(
      'testbed:index:Experiment',
      name,
      {
        ...args,
        slis: undefined,
        verdict: undefined,
        reasons: undefined,
        warnings: undefined,
        reactions: undefined,
        scaleDowns: undefined,
        slos: undefined,
        directory: undefined,
      },
      options,
    );
  }
}
