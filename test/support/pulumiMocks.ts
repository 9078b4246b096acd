import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { findVariant } from '../../components/autoscalers/registry';
import type { Variant } from '../../components/autoscalers/types';
import type { Cluster } from '../../components/cluster/types';

/** A resource that a Pulumi program has registered. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

/** Pulumi without an engine: resources are only noted, and their outputs are their inputs. */
export async function mockPulumi(): Promise<Registered[]> {
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks({
    newResource({ type, name, inputs, id }) {
      registered.push({ type, name, inputs: inputs as Record<string, unknown> });
      return { id: id ?? name, state: inputs as Record<string, unknown> };
    },
    call: () => ({}),
  });
  return registered;
}

function resolved<T>(output: pulumi.Input<T> | undefined): Promise<unknown> {
  return new Promise((resolve) => pulumi.output(output).apply(resolve));
}

/** What a variant makes of settings as a user writes them: its objects, and what it leaves for the experiment. */
export async function created(autoscaler: string, raw: unknown = {}) {
  const registered = await mockPulumi();
  const variant = findVariant(autoscaler) as Variant;
  const provider = new kubernetes.Provider('cluster', {});
  const left = variant.create(
    'autoscaler',
    {
      cluster: { provider } as unknown as Cluster,
      workload: {
        namespace: pulumi.output('testbed-app'),
        deployment: pulumi.output('sample'),
        service: pulumi.output('sample'),
        port: 8080,
        revision: pulumi.output('1'),
      },
      settings: variant.settings.parse(raw),
      identity: pulumi.output(`sample-${autoscaler}`),
      prometheus: { namespace: 'monitoring', service: 'prometheus', port: 9090 },
    },
    {},
  );
  const names = await Promise.all(
    Object.entries(left).map(async ([key, value]) => [key, await resolved(value as pulumi.Input<unknown>)] as const),
  );
  await pulumi.runtime.disconnect();
  const objects = registered
    .filter(({ type }) => type !== 'pulumi:providers:kubernetes')
    // Without the properties that are undefined, as they go to the engine.
    .map((resource) => JSON.parse(JSON.stringify(resource)) as Registered);
  return { objects, left: Object.fromEntries(names) };
}

/** The `spec` of the one object that a variant makes. */
export async function createdSpec(autoscaler: string, raw?: unknown): Promise<unknown> {
  const { objects } = await created(autoscaler, raw);
  if (objects.length !== 1) throw new Error(`${autoscaler} made ${objects.length} objects`);
  return objects[0]?.inputs['spec'];
}
