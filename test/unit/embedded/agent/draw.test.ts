import { fateOf, secondsOf, uniform } from '../../../../embedded/agent/draw';
import { agentSpec } from '../../../../embedded/agent/settings';

const launch = (number: number, more = {}): { seed: number; pool: string; number: number } => ({
  seed: 1,
  pool: 'spot',
  number,
  ...more,
});
const many = Array.from({ length: 2000 }, (_, index) => launch(index + 1));
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('uniform', () => {
  it('is the same for the same launch, and another one for another seed, pool, launch or purpose', () => {
    // printf '[1,"spot",1,"delay"]' | sha256sum: the first 12 hexadecimal digits, and a half, over 2^48.
    expect(uniform(launch(1), 'delay')).toBe((0x5c9ec2ae0904 + 0.5) / 2 ** 48);
    const others = [launch(2), launch(1, { seed: 2 }), launch(1, { pool: 'other' })].map((each) =>
      uniform(each, 'delay'),
    );
    expect(new Set([uniform(launch(1), 'delay'), uniform(launch(1), 'fate'), ...others]).size).toBe(5);
  });
});

describe('secondsOf', () => {
  it('is a number as it stands', () => expect(secondsOf(12.5, launch(1), 'delay')).toBe(12.5));

  it('lies evenly between two bounds', () => {
    const values = many.map((each) => secondsOf({ min: 30, max: 40 }, each, 'delay'));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(30);
    expect(Math.max(...values)).toBeLessThanOrEqual(40);
    // The mean's standard error is 10 / sqrt(12 x 2000) = 0.065.
    expect(Math.abs(mean(values) - 35)).toBeLessThan(0.2);
  });

  it('is distributed normally, and never below 0', () => {
    const values = many.map((each) => secondsOf({ mean: 35, sd: 5 }, each, 'delay'));
    expect(Math.abs(mean(values) - 35)).toBeLessThan(0.4);
    expect(Math.abs(Math.sqrt(mean(values.map((value) => (value - 35) ** 2))) - 5)).toBeLessThan(0.3);
    const near = many.map((each) => secondsOf({ mean: 1, sd: 5 }, each, 'delay'));
    expect(Math.min(...near)).toBe(0);
  });
});

describe('fateOf', () => {
  const failures = (value: object) =>
    agentSpec.parse({ maxNodes: 1, pools: { spot: { failures: value } } }).pools['spot']!.failures;

  it('is to live unless something else is said', () =>
    expect(fateOf(failures({}), launch(1))).toEqual({ kind: 'lives' }));

  it('is certain with a share of 1', () => {
    expect(fateOf(failures({ never: { share: 1 } }), launch(7))).toEqual({ kind: 'never' });
    expect(fateOf(failures({ dies: { share: 1, after: 20 } }), launch(7))).toEqual({ kind: 'dies', after: 20 });
    expect(fateOf(failures({ interrupted: { share: 1, after: 20 } }), launch(7))).toEqual({
      kind: 'interrupted',
      after: 20,
      notice: 120,
    });
  });

  it('comes to each kind by its share', () => {
    const mixed = failures({
      never: { share: 0.1 },
      dies: { share: 0.2, after: { min: 10, max: 20 } },
      interrupted: { share: 0.3, after: 5, noticeSeconds: 30 },
    });
    const fates = many.map((each) => fateOf(mixed, each));
    const share = (kind: string): number => fates.filter((fate) => fate.kind === kind).length / fates.length;
    // Standard errors are below 0.0112.
    for (const [kind, expected] of [
      ['never', 0.1],
      ['dies', 0.2],
      ['interrupted', 0.3],
      ['lives', 0.4],
    ] as const)
      expect(Math.abs(share(kind) - expected)).toBeLessThan(0.035);
  });
});
