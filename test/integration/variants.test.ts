/**
 * Variants under load on the real embedded cluster: up to the number that metric and target give, held, and down again: by an HPA, by KEDA, by the VPA.
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
  scalesByItsMetric,
  SOON,
  valid,
  VPA_QUICK,
  type Ran,
} from '../support/variantRun';

jest.setTimeout(600_000);

const stack = new TestStack('test-variants');

afterAll(async () => {
  await stack.end();
});

scalesByItsMetric(stack, { name: 'hpa-requests', settings: { behavior }, load: SOON, most: [3, 3] });

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

describe('vpa', () => {
  it('gives new pods other requests, and the experiment follows them', async () => {
    const ran = await measure(stack, 'vpa', VPA_QUICK, { up: 45, down: 5 });
    valid(ran);
    const { timeline } = ran;
    const target = timeline.vpa.at(-1)!.target;
    expect(target.cpuCores).toBeGreaterThan(0);
    expect(timeline.events.some(({ reason }) => reason === 'EvictedByVPA')).toBe(true);
    // Upstream's least is 250 MB for a pod; the Deployment says 128 MiB.
    const requests = timeline.pods().map((pod) => requestsAt(pod, ran.stages.end).memoryBytes);
    expect(Math.max(...(requests as number[]))).toBeGreaterThan(200e6);
  });
});
