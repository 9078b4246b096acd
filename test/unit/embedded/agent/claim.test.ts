import { claimOf, refusalOf } from '../../../../embedded/agent/claim';
import { agentSpec } from '../../../../embedded/agent/settings';
import { gibibyte, wanted } from './made';

const machine = { cores: 2, memory: 8 * gibibyte };

describe('refusalOf', () => {
  it('is none of a node that the machine can bear', () => expect(refusalOf(wanted('a'), machine)).toBeUndefined());

  it.each([
    ['that says no size', { size: undefined }, 'does not say cpu and memory'],
    ['with more cores than there are', { size: { cpu: 4, memory: gibibyte } }, "more than this machine's 2 cores"],
    ['with more memory than there is', { size: { cpu: 1, memory: 9 * gibibyte } }, 'that this machine can give'],
    ['that is too small', { size: { cpu: 0.05, memory: gibibyte } }, 'less than 0.1 cores'],
    ['whose name no label can hold', { name: 'k'.repeat(64) }, "shorten the node pool's"],
  ])('says why, of a node %s', (_, more, reason) => {
    expect(refusalOf(wanted('a', more), machine)).toContain(reason);
  });
});

describe('claimOf', () => {
  const settings = agentSpec.parse({
    maxNodes: 3,
    pools: { spot: { delay: { min: 30, max: 40 }, failures: { dies: { share: 1, after: 90 } } } },
  });
  const counts = { launches: { spot: 4 }, lastNumber: 64 };

  it('gives the next launch of its pool a time and a fate', () => {
    const made = claimOf(wanted('a', { size: { cpu: 1, memory: gibibyte, maxPods: 20 } }), 65, counts, settings, 7_000);
    expect(made).toMatchObject({
      index: 65,
      name: 'a',
      uid: 'uid-a',
      pool: 'spot',
      cpu: 1,
      maxPods: 20,
      claimed: 7_000,
    });
    expect(made).toMatchObject({ launch: 5, fate: { kind: 'dies', after: 90 } });
    expect(made.launchAt).toBeGreaterThanOrEqual(37_000);
    expect(made.launchAt).toBeLessThanOrEqual(47_000);
    // The same again, and another time for another launch.
    const again = (launches: number): number =>
      claimOf(wanted('b'), 66, { launches: { spot: launches }, lastNumber: 65 }, settings, 7_000).launchAt;
    expect([again(4) === made.launchAt, again(5) === made.launchAt]).toEqual([true, false]);
  });

  it('launches at once what no pool says anything of', () => {
    expect(claimOf(wanted('a', { pool: '' }), 61, counts, settings, 7_000)).toMatchObject({
      launch: 1,
      launchAt: 7_000,
      fate: { kind: 'lives' },
    });
  });
});
