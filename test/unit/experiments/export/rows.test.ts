import { answerRows, serviceRows } from '../../../../experiments/export/rows';
import { MESH_DESCRIPTIONS } from '../../../../experiments/services/meshSignals';
import { SIGNALS } from '../../../../experiments/services/signals';
import { DEFINITIONS } from '../../../../experiments/slis/definitions';
import { run } from '../../../fixtures/analysis';
import { twoServices } from '../../../fixtures/services';

describe('serviceRows', () => {
  const rows = serviceRows({ services: twoServices });
  const row = (service: string, name: string) => rows.find((one) => one.service === service && one.name === name);

  it('has every signal and SLI of each service', () => {
    expect(rows).toHaveLength(2 * Object.keys(SIGNALS).length + 4);
    expect(row('front', 'errorShare')).toMatchObject({ value: 0.025, unit: 'share' });
    expect(row('front', 'cost')).toMatchObject({
      value: 0.012,
      unit: 'USD',
      description: DEFINITIONS.cost.description,
    });
    expect(row('store', 'latencyP95')).toMatchObject({ value: null, unit: 'ms' });
  });

  it('says what a signal is by who counted', () => {
    const mesh = serviceRows({ services: { front: { ...twoServices['front']!, from: 'mesh' } } });
    expect(row('front', 'latencyMean')?.description).toBe(SIGNALS.latencyMean.description);
    expect(mesh.find(({ name }) => name === 'latencyMean')?.description).toBe(MESH_DESCRIPTIONS.latencyMean);
  });

  it('is none of a workload that is one service', () => expect(serviceRows(run())).toEqual([]));
});

describe('answerRows', () => {
  const rows = answerRows({ ...run(), services: twoServices });

  it('has the links of a fall and their sum', () => {
    // The load falls at 150 s; the metric is under its target at 181.2 s, the HPA asks for less at 196.2 s, pods go at 197.1 and 197.4 s.
    const fall = rows.filter(({ answer }) => answer === 'scaleDown');
    expect(fall.map(({ stage, service, link }) => [stage, service, link])).toEqual(
      ['metric', 'desired', 'removed', 'settled', null].map((link) => ['3', null, link]),
    );
    [31.2, 15, 0.9, 0.3, 47.4].forEach((seconds, i) => expect(fall[i]!.seconds).toBeCloseTo(seconds, 6));
  });

  it("has those of a service's own, also of what did not happen", () => {
    expect(rows.filter(({ service }) => service === 'front')).toEqual([
      { answer: 'reaction', service: 'front', stage: '2', link: 'metric', seconds: 16 },
      { answer: 'reaction', service: 'front', stage: '2', link: 'desired', seconds: 0.5 },
      { answer: 'reaction', service: 'front', stage: '2', link: 'created', seconds: null },
      { answer: 'reaction', service: 'front', stage: '2', link: null, seconds: 16.5 },
    ]);
    expect(rows.some(({ service }) => service === 'store')).toBe(false);
  });

  it('tells the warm-up from the stages', () => {
    const { reactions } = run();
    const warm = answerRows({ reactions: [{ ...reactions[0]!, stage: 0, warmup: true }] });
    expect(new Set(warm.map(({ stage }) => stage))).toEqual(new Set(['warmup']));
  });
});
