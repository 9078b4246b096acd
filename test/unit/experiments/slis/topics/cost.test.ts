import { analyse } from '../../../../../experiments/slis';
import type { PodRecord, Recording, Result } from '../../../../../experiments/types';
import { buildRecording, meta, spec, target } from '../../../../fixtures/recording';

const prices = { currency: 'EUR', vcpuHour: 3.6, gibHour: 0.36, nodeHour: 7.2 };
const run = (change: Partial<Recording> = {}, asked = { ...spec, prices }): Result =>
  analyse(buildRecording('fixed', change), asked, target('fixed'), meta);

describe('cost', () => {
  it('is what the pods requested, at the price list', () => {
    // One pod of 0.25 cores and 64 MiB for 200 s: 50 core-seconds at 0.001, 12.5 GiB-seconds at 0.0001.
    const { slis } = run();
    expect(slis['requestedCpuSeconds']?.value).toBeCloseTo(50, 9);
    expect(slis['requestedMemorySeconds']?.value).toBeCloseTo(12.5, 9);
    expect(slis['cost']).toMatchObject({ unit: 'EUR', value: expect.closeTo(0.05125, 9) as number });
  });

  it('of nodes is that of all that are ready', () => {
    // 3 nodes for 200 s at 0.002.
    expect(run().slis['nodeCost']).toMatchObject({ unit: 'EUR', value: expect.closeTo(1.2, 9) as number });
    expect(run({ nodes: [] }).slis['nodeCost']).toMatchObject({ value: null, reason: 'no node was seen' });
  });

  it('for a million good requests', () => {
    const result = run();
    const good = (result.slis['servedRate']!.value as number) * 160;
    expect(result.slis['costPerMillionGood']?.value).toBeCloseTo((0.05125 / good) * 1e6, 6);
    const { requests } = buildRecording('fixed');
    const bad = run({ requests: { ...requests, ok: new Uint8Array(requests.ok.length) } });
    expect(bad.slis['costPerMillionGood']).toMatchObject({ value: null, reason: 'no request was good' });
  });

  it('is by the prices of AWS where there is no list', () => {
    const { slis } = run({}, spec as never);
    expect(slis['cost']).toMatchObject({
      unit: 'USD',
      value: expect.closeTo((50 * 0.04048 + 12.5 * 0.004445) / 3600, 9) as number,
    });
  });

  it('is unknown where a request is', () => {
    const pods = buildRecording('fixed').pods.map((pod): PodRecord => ({
      ...pod,
      requests: { cpuCores: 0.25, memoryBytes: null },
    }));
    const { slis } = run({ pods });
    expect(slis['requestedCpuSeconds']?.value).toBeCloseTo(50, 9);
    for (const name of ['cost', 'costPerMillionGood'])
      expect(slis[name]).toMatchObject({ value: null, reason: expect.stringContaining('memory request') as string });
  });
});
