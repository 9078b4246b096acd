/** Variants under load beyond those of test/integration: the same sources of metrics by other ways. */
import { TestStack } from '../support/stack';
import { behavior, followsItsRules, keda, LATER, measure, scalesByItsMetric, UP, valid } from '../support/variantRun';

jest.setTimeout(600_000);

const stack = new TestStack('test-variants');

afterAll(async () => {
  await stack.end();
});

scalesByItsMetric(stack, { name: 'hpa-external', settings: { behavior }, load: UP, most: [3, 3] });
scalesByItsMetric(stack, {
  name: 'hpa-multi',
  settings: {
    maxReplicas: 4,
    metrics: [
      { type: 'cpu', targetUtilization: 60 },
      { type: 'requests', targetAverageValue: 20 },
    ],
    behavior,
  },
  load: UP,
  most: [2, 4],
});
scalesByItsMetric(stack, {
  name: 'keda-cpu',
  settings: { maxReplicaCount: 4, targetUtilization: 60, ...keda },
  load: LATER,
  most: [2, 4],
});

describe('hpa-memory', () => {
  it('scales to its most where the memory of each pod is over the target', async () => {
    // More pods do not make the memory of each less: the metric stays over the target.
    const settings = { minReplicas: 1, maxReplicas: 2, container: 'app', targetAverageValue: '10Mi', behavior };
    const ran = await measure(stack, 'hpa-memory', settings, { up: 20, down: 5 });
    valid(ran);
    followsItsRules(ran);
    expect(ran.timeline.hpa.at(-1)).toMatchObject({
      desiredReplicas: 2,
      scalingLimited: 'True',
      metrics: [{ type: 'ContainerResource', name: 'app memory' }],
    });
  });
});
