import { analyse } from '../../../../../experiments/slis';
import type { ExperimentSpec, Recording, Result } from '../../../../../experiments/types';
import { buildRecording, LOAD_START, meta, spec, target } from '../../../../fixtures/recording';

const at = (second: number): number => LOAD_START + second * 1000;
const demand = {
  curve: [
    { replicas: 1, rate: 25 },
    { replicas: 3, rate: 80 },
  ],
};
const run = (asked: Partial<ExperimentSpec> = { demand }, change: Partial<Recording> = {}): Result =>
  analyse(buildRecording('hpa-cpu', change), { ...spec, ...asked }, target(), meta);

/** Demand 1 to 50 s, 3 to 150 s, 1 to 180 s. Ready: 1 to 60 s, 4 from there on. */
const replicas = [
  { time: at(-8), desired: 1, created: 1, ready: 1 },
  { time: at(60), desired: 4, created: 4, ready: 4 },
];

describe('elasticity', () => {
  it('is taken over the measured window, from the demand of the load', () => {
    const { slis } = run({ demand }, { replicas });
    const value = (name: string) => slis[name]?.value as number;
    // Of 160 s: 2 missing for 10 s; 1 too many for 90 s, 3 for 30 s.
    expect(value('underProvisioning')).toBeCloseTo(20 / 160, 9);
    expect(value('overProvisioning')).toBeCloseTo((90 + 3 * 30) / 160, 9);
    expect(value('underProvisioningShare')).toBeCloseTo(((2 / 3) * 10) / 160, 9);
    expect(value('overProvisioningShare')).toBeCloseTo((90 / 4 + (30 * 3) / 4) / 160, 9);
    expect(value('underTimeshare')).toBeCloseTo(10 / 160, 9);
    expect(value('overTimeshare')).toBeCloseTo(120 / 160, 9);
    // Demand moves in seconds 50 and 150, supply in second 60. That the load ends is no change in it.
    expect(value('instability')).toBeCloseTo(3 / 160, 9);
    // Supply moves by 3, demand by 2 and 2, in 160 s.
    expect(value('jitter')).toBeCloseTo((3 - 4) / (160 / 60), 9);
  });

  it('is unknown without a demand, with the reason, and the run valid', () => {
    const found = run({});
    expect(found.slis['underProvisioning']).toMatchObject({
      value: null,
      reason: 'the demand is not known: experiment.demand has no curve',
    });
    expect(found.verdict).toBe('pass');
    expect(run({ demand: { curve: [{ replicas: 1, rate: 25 }] } }).slis['jitter']?.reason).toContain(
      'known up to 25/s',
    );
  });

  it('has no share where there is no supply at some time', () => {
    const none = replicas.map((point) => ({ ...point, ready: point.ready === 1 ? 0 : 4 }));
    const { slis } = run({ demand }, { replicas: none });
    expect(slis['overProvisioningShare']).toMatchObject({ value: null, reason: 'no replica is ready at some time' });
    expect(slis['underTimeshare']?.value).toBeCloseTo(40 / 160, 9);
  });
});
