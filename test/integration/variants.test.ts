/**
 * Variants under load on the real embedded cluster: up to the number that metric and target give, held, and down again, for each source of metrics.
 * `hpa-cpu` and `fixed` are in testbed.test.ts, with the default experiment; further ones in test/long.
 */
import { requestsAt } from '../../experiments/slis/resources';
import { TestStack } from '../support/stack';
import {
  behavior,
  desired,
  followsItsRules,
  HIGH,
  keda,
  LOW,
  measure,
  rate,
  scalesByItsMetric,
  SOON,
  valid,
  type Ran,
} from '../support/variantRun';

jest.setTimeout(600_000);

const stack = new TestStack('test-variants');

afterAll(async () => {
  await stack.end();
});

scalesByItsMetric(stack, { name: 'hpa-requests', settings: { behavior }, load: SOON, most: [3, 3] });
scalesByItsMetric(stack, {
  name: 'keda-prometheus',
  settings: { threshold: 15, query: rate('30s'), ...keda },
  load: SOON,
  most: [3, 3],
});

describe('keda-zero', () => {
  let ran: Ran;
  it('is measured from zero replicas', async () => {
    const settings = { threshold: 15, pollingInterval: 5, cooldownPeriod: 5, ...keda };
    ran = await measure(stack, 'keda-zero', settings, SOON);
    valid(ran);
    expect(ran.timeline.replicas[0]).toMatchObject({ desired: 0, created: 0, ready: 0 });
  });

  it('is woken by KEDA, and tells of the requests that came before', () => {
    const [wakening, step] = ran.result.reactions;
    expect(wakening).toMatchObject({ stage: 0, from: 0, to: LOW, warmup: true });
    expect(wakening?.parts.find(({ name }) => name === 'ready')?.seconds).not.toBeNull();
    expect(step).toMatchObject({ from: LOW, to: HIGH });
  });

  it('scales on by its HPA, from 1 to what the metric gives', () => {
    followsItsRules(ran);
    expect(Math.max(...desired(ran, ran.stages.up, ran.stages.down))).toBe(3);
    expect(desired(ran, ran.stages.down, ran.stages.end).at(-1)).toBeLessThan(3);
  });
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

describe('vpa', () => {
  const quick = {
    recommender: { 'recommender-interval': '10s' },
    updater: { 'updater-interval': '10s', 'in-recommendation-bounds-eviction-lifetime-threshold': '1s' },
  };

  it('gives new pods other requests, and the experiment follows them', async () => {
    const ran = await measure(stack, 'vpa', quick, { up: 45, down: 5 });
    valid(ran);
    const { timeline } = ran;
    const target = timeline.vpa.at(-1)!.target;
    expect(target.cpuCores).toBeGreaterThan(0);
    expect(timeline.events.some(({ reason }) => reason === 'EvictedByVPA')).toBe(true);
    // Upstream's least is 250 MB for a pod; the Deployment says 128 MiB.
    const requests = timeline.pods().map((pod) => requestsAt(pod, ran.stages.end).memoryBytes);
    expect(Math.max(...(requests as number[]))).toBeGreaterThan(200e6);
  });

  it('resizes pods in place, and the experiment follows that', async () => {
    const settings = {
      ...quick,
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
