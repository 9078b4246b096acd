import * as pulumi from '@pulumi/pulumi';

/** A resource as the program registered it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

/**
 * The resources that `program` registers, in the order in which they are there, without an engine: each gets its inputs as its
 * state, and what `outputs` gives for it.
 */
export async function registered(
  program: () => unknown,
  outputs: (resource: Registered) => object | Promise<object> = () => ({}),
): Promise<Registered[]> {
  const found: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: async ({ type, name, inputs }) => {
        const resource = { type, name, inputs: inputs as Record<string, unknown> };
        const more = await outputs(resource);
        found.push(resource);
        return { id: name, state: { ...resource.inputs, ...more } };
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
