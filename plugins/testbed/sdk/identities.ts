import * as pulumi from '@pulumi/pulumi';

export interface VariantArgs {
  /** Name of the autoscaler variant. */
  readonly variant: string;
}

/**
 * The identity of the chosen autoscaler variant. Another variant replaces it, deleted first, and whatever takes its name from
 * `id` goes with it: so the old variant's objects are gone before the new one is measured. (Pulumi deletes what is no longer in the
 * program only at the end of an update, after the experiment.)
 */
export class Variant extends pulumi.CustomResource {
  constructor(name: string, args: VariantArgs, options?: pulumi.CustomResourceOptions) {
    super('testbed:index:Variant', name, { ...args }, pulumi.mergeOptions(options, { deleteBeforeReplace: true }));
  }
}

export interface AddonArgs {
  /** Whether it is there, and as what: for example `absent`, `installed`. */
  readonly state: string;
}

/**
 * The identity of an add-on that comes and goes. It is always in the program, so that with another state it is replaced, deleted
 * first, and all objects of the add-on with it: two add-ons that would own the same API are never there together.
 */
export class Addon extends pulumi.CustomResource {
  constructor(name: string, args: AddonArgs, options?: pulumi.CustomResourceOptions) {
    super('testbed:index:Addon', name, { ...args }, pulumi.mergeOptions(options, { deleteBeforeReplace: true }));
  }
}
