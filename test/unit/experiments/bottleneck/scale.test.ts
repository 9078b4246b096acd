import { scaleByOne } from '../../../../experiments/bottleneck/scale';
import type { Kube } from '../../../../experiments/kube';

/** A Deployment whose replicas are ready at once. */
function deployment(replicas: number) {
  const bodies: { readonly metadata: object; readonly spec: { readonly replicas: number } }[] = [];
  const call = (method: string, _path: string, options?: { body: (typeof bodies)[number] }) => {
    if (method === 'PUT') bodies.push(options!.body);
    const now = bodies.at(-1)?.spec.replicas ?? replicas;
    return Promise.resolve({ spec: { replicas: now }, status: { readyReplicas: now } });
  };
  return { kube: { call } as unknown as Kube, bodies };
}

test('gives one replica more, and takes it away again', async () => {
  const { kube, bodies } = deployment(2);
  const back = await scaleByOne(kube, 'shop', 'cart');
  await back();
  expect(bodies.map(({ spec }) => spec.replicas)).toEqual([3, 2]);
});

test('says nothing of the version of the object, which its controller may have changed', async () => {
  const { kube, bodies } = deployment(1);
  await scaleByOne(kube, 'shop', 'cart');
  expect(bodies[0]?.metadata).toEqual({ name: 'cart', namespace: 'shop' });
});
