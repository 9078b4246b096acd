import type * as pulumi from '@pulumi/pulumi';

/** The application under test, the sample or the user's own. */
export interface Workload {
  readonly namespace: pulumi.Output<string>;
  readonly deployment: pulumi.Output<string>;
  readonly service: pulumi.Output<string>;
  readonly port: number;
  /** Counter of requests served, for the cross-check with the load generator. */
  readonly servedCounter?: string;
  /** Changes whenever the pods do. */
  readonly revision: pulumi.Output<string>;
}
