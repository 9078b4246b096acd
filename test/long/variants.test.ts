/** Variants under load beyond those of test/integration: the same sources of metrics by other ways. */
import { TestStack } from '../support/stack';
import {
  behavior,
  desired,
  followsItsRules,
  keda,
  LATER,
  LOW,
  measure,
  rate,
  scalesByItsMetric,
  SOON,
  UP,
  valid,
  VPA_QUICK,
} from '../support/variantRun';

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
scalesByItsMetric(stack, {
  name: 'keda-prometheus',
  settings: { threshold: 15, query: rate('30s'), ...keda },
  load: SOON,
  most: [3, 3],
});

describe('keda-cron', () => {
  it('sets the replicas of the schedule, and takes them back', async () => {
    // The schedule counts whole minutes. The load begins some 30 s after now; on a busy machine after the schedule's start.
    const minute = (after: number): number => new Date(Date.now() + after * 60_000).getUTCMinutes();
    const settings = { start: `${minute(2)} * * * *`, end: `${minute(3)} * * * *`, desiredReplicas: 3, ...keda };
    const ran = await measure(stack, 'keda-cron', settings, { high: LOW, up: 90, down: 85 });
    valid(ran);
    followsItsRules(ran);
    const counts = desired(ran, ran.stages.up - 10_000, ran.stages.end);
    const changes = counts.filter((count, index) => count !== counts[index - 1]);
    expect(changes.slice(-2)).toEqual([3, 1]);
    expect(changes.slice(0, -2)).toEqual(changes.length > 2 ? [1] : []);
  });
});

describe('vpa in place', () => {
  it('resizes pods in place, and the experiment follows that', async () => {
    const settings = {
      ...VPA_QUICK,
      updateMode: 'InPlaceOrRecreate',
      resourcePolicy: { containerPolicies: [{ containerName: '*', controlledResources: ['cpu'] }] },
    };
    const ran = await measure(stack, 'vpa', settings, { up: 60, down: 5 });
    valid(ran);
    const pods = ran.timeline.pods();
    expect(pods.filter(({ initial }) => !initial)).toEqual([]);
    const resized = pods.flatMap((pod) => pod.resized.map(({ cpuCores }) => cpuCores));
    expect(resized.length).toBeGreaterThan(0);
    // Of the request that the Deployment says, 0.2 cores, there is less at first and more as the load shows.
    expect(Math.max(...(resized as number[]))).toBeGreaterThan(Math.min(...(resized as number[])));
  });
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
