import type { Kube } from '../../experiments/kube';
import type { Deployment } from '../../experiments/record/objects';
import { eventually } from './stack';

type Object = Deployment & {
  readonly metadata: { readonly generation: number };
  readonly spec: { template: { spec: { containers: { env: { name: string; value: string }[] }[] } } };
};

/** Sets the work of a request to a service of the sample application, and waits for the pods that do it. */
export async function setRounds(kube: Kube, namespace: string, name: string, rounds: number): Promise<void> {
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
  // Again where its controller has written to it in between.
  await eventually(`the rounds of ${name}`, async () => {
    const object = await kube.call<Object>('GET', path);
    const variable = object.spec.template.spec.containers[0]?.env.find((one) => one.name === 'ROUTES');
    if (variable === undefined) throw new Error(`${name} has no routes`);
    variable.value = variable.value.replace(/"rounds":\d+/, `"rounds":${rounds}`);
    return kube.call<Object>('PUT', path, { body: object });
  });
  await eventually(`${name} with its new pods`, async () => {
    const { metadata, spec, status } = await kube.call<Object>('GET', path);
    const { observedGeneration = 0, updatedReplicas, replicas, availableReplicas } = status ?? {};
    const all = [updatedReplicas, replicas, availableReplicas].every((count) => count === spec.replicas);
    return all && observedGeneration >= metadata.generation ? true : undefined;
  });
}
