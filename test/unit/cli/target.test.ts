import type { Pulumi } from '../../../cli/pulumi';
import { targetOf } from '../../../cli/target';

const stack = (outputs: Record<string, unknown>): Pulumi =>
  ({ stack: 'mine', outputs: (secrets: boolean) => Promise.resolve(secrets ? outputs : {}) }) as unknown as Pulumi;

it('is an output of a stack that is up, a secret one', async () => {
  const target = { kubeconfig: 'secret' };
  await expect(targetOf(stack({ kubeconfig: 'secret', target }))).resolves.toBe(target);
});

it.each([
  [{}, 'The stack mine is not up'],
  [{ kubeconfig: 'secret' }, 'The stack mine has nothing to run experiments with'],
])('is missed, with the remedy, in %j', async (outputs, message) => {
  await expect(targetOf(stack(outputs))).rejects.toMatchObject({
    code: 2,
    message: expect.stringContaining(message) as string,
  });
});
