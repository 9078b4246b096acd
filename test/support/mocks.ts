import * as pulumi from '@pulumi/pulumi';

/** A resource as the program registered it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

/**
 * The resources that `program` registers, without an engine: each gets its inputs as its state, and what `outputs` gives for it.
 */
export async function registered(
  program: () => unknown,
  outputs: (resource: Registered) => object = () => ({}),
): Promise<Registered[]> {
  const found: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        const resource = { type, name, inputs: inputs as Record<string, unknown> };
        found.push(resource);
        return { id: name, state: { ...resource.inputs, ...outputs(resource) } };
      },
      call: ({ inputs }) => inputs as Record<string, unknown>,
    },
    'autoscaling-testbed',
    'test',
    false,
  );
  await program();
  await pulumi.runtime.disconnect();
  return found;
}
