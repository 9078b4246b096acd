import type { Claim, Local, Wanted } from '../../../../embedded/agent/model';
import { nextDue, phaseOf, reconcile, waiting, type Situation } from '../../../../embedded/agent/reconcile';
import { claim, local, wanted } from './made';

const situation = (nodes: readonly Wanted[], locals: readonly Local[], more: Partial<Situation> = {}): Situation => ({
  now: 1_000,
  nodes,
  locals,
  bound: 3,
  lastNumber: 0,
  foreign: new Set(),
  refusal: () => undefined,
  ...more,
});

const dies = { kind: 'dies', after: 60 } as const;
const interrupted = { kind: 'interrupted', after: 60, notice: 120 } as const;

describe('phaseOf', () => {
  const at = (now: number, more: Partial<Claim>): string => phaseOf(claim(61, 'a', { launchAt: 5_000, ...more }), now);

  it('follows from the claim and the clock', () => {
    expect([at(4_999, {}), at(5_000, {})]).toEqual(['pending', 'running']);
    expect([at(64_999, { fate: dies }), at(65_000, { fate: dies })]).toEqual(['running', 'dead']);
    expect([64_999, 65_000, 184_999, 185_000].map((now) => at(now, { fate: interrupted }))).toEqual([
      'running',
      'noticed',
      'noticed',
      'dead',
    ]);
    expect([at(0, { fate: { kind: 'never' } }), at(1e9, { fate: { kind: 'never' } })]).toEqual(['never', 'never']);
  });
});

describe('reconcile: a Node', () => {
  const kinds = (nodes: readonly Wanted[], locals: readonly Local[], more: Partial<Situation> = {}): string[] =>
    reconcile(situation(nodes, locals, more)).map(({ kind, index }) => `${kind} ${index}`);

  it.each<[string, Wanted[], Local[], string[]]>([
    ['gets a number', [wanted('a')], [], ['claim 61']],
    ['gets none while it is being deleted', [wanted('a', { deleting: true })], [], []],
    ['that has its machine needs nothing', [wanted('a')], [local(61, 'a')], []],
    ['has its machine started', [wanted('a')], [local(61, 'a', { up: false, traces: false })], ['launch 61']],
    ['has what died of it started again', [wanted('a')], [local(61, 'a', { up: false })], ['launch 61']],
    [
      'waits for its launch',
      [wanted('a')],
      [local(61, 'a', { up: false, claim: claim(61, 'a', { launchAt: 1_001 }) })],
      [],
    ],
    ['keeps its machine while pods leave', [wanted('a', { deleting: true, pods: 2 })], [local(61, 'a')], []],
    ['loses it when they have left', [wanted('a', { deleting: true, pods: 0 })], [local(61, 'a')], ['remove 61']],
    ['that is gone has its machine removed', [], [local(61, 'a')], ['remove 61']],
    ['of the same name is another one', [wanted('a', { uid: 'other' })], [local(61, 'a')], ['remove 61']],
    [
      'that never comes is left alone',
      [wanted('a')],
      [local(61, 'a', { up: false, traces: false, claim: claim(61, 'a', { fate: { kind: 'never' } }) })],
      [],
    ],
  ])('%s', (_, nodes, locals, expected) => expect(kinds(nodes, locals)).toEqual(expected));

  it('of which a crash has left half a claim is removed first, and then claimed', () => {
    const half = local(61, 'a', { claim: undefined, up: false, traces: false });
    expect(kinds([wanted('a')], [half])).toEqual(['remove 61', 'claim 62']);
  });

  it('is left alone while something is done to it; but what is to go goes', () => {
    const starting = local(61, 'a', { up: false, busy: 'launch' });
    expect(kinds([wanted('a')], [starting])).toEqual([]);
    expect(kinds([], [starting])).toEqual(['remove 61']);
    expect(kinds([], [local(61, 'a', { busy: 'remove' })])).toEqual([]);
  });

  it('is not tried again at once when something failed, nor kept from something else', () => {
    const failed = local(61, 'a', { up: false, retry: { job: 'launch', at: 1_001 } });
    expect(kinds([wanted('a')], [failed])).toEqual([]);
    expect(kinds([wanted('a')], [failed], { now: 1_001 })).toEqual(['launch 61']);
    expect(kinds([], [failed])).toEqual(['remove 61']);
  });

  it('that dies is cut off, and deleted when it is seen not to be Ready any more', () => {
    const dying = (more: Partial<Local>): Local => local(61, 'a', { claim: claim(61, 'a', { fate: dies }), ...more });
    const now = { now: 60_000 };
    const gone = { up: false, traces: false };
    expect(kinds([wanted('a', { ready: true })], [dying({})], now)).toEqual(['kill 61']);
    expect(kinds([wanted('a', { ready: true })], [dying({ up: false, traces: false, busy: 'launch' })], now)).toEqual([
      'kill 61',
    ]);
    expect(kinds([wanted('a', { ready: true })], [dying({ busy: 'kill' })], now)).toEqual([]);
    expect(kinds([wanted('a', { ready: true })], [dying(gone)], now)).toEqual([]);
    expect(kinds([wanted('a')], [dying(gone)], now)).toEqual(['lose 61']);
    expect(kinds([wanted('a', { deleting: true })], [dying(gone)], now)).toEqual([]);
    expect(kinds([], [dying(gone)], now)).toEqual(['remove 61']);
  });

  it('that is interrupted is told so once, keeps its machine for the notice, and loses it then', () => {
    const told = { noticed: true, deleting: true };
    const one = local(61, 'a', { claim: claim(61, 'a', { fate: interrupted }) });
    expect(kinds([wanted('a')], [one], { now: 60_000 })).toEqual(['interrupt 61']);
    expect(kinds([wanted('a', { noticed: true })], [one], { now: 60_000 })).toEqual(['interrupt 61']);
    expect(kinds([wanted('a', told)], [one], { now: 60_000 })).toEqual([]);
    expect(kinds([wanted('a', told)], [{ ...one, up: false }], { now: 60_000 })).toEqual(['launch 61']);
    expect(kinds([wanted('a', told)], [one], { now: 180_000 })).toEqual(['kill 61']);
  });
});

describe('reconcile: the bound', () => {
  const nodes = [wanted('late', { created: 9 }), wanted('b', { created: 1 }), wanted('a', { created: 1 })];
  const claims = (more: Partial<Situation>, locals: readonly Local[] = []): string[] =>
    reconcile(situation(nodes, locals, more)).flatMap((action) =>
      action.kind === 'claim' ? [`${action.node.name} ${action.index}`] : [],
    );

  it('lets the oldest in first', () => expect(claims({ bound: 2 })).toEqual(['a 61', 'b 62']));

  it('counts those that are being removed', () => {
    expect(claims({ bound: 2 }, [local(70, 'gone', { busy: 'remove' })])).toEqual(['a 61']);
  });

  it('passes over what this machine cannot bear, and says of all others why they wait', () => {
    const refusal = ({ name }: Wanted): string | undefined => (name === 'a' ? 'too large' : undefined);
    expect(claims({ bound: 1, refusal })).toEqual(['b 61']);
    const reasons = waiting(situation(nodes, [], { bound: 1, refusal })).map(({ node, reason }) => [node.name, reason]);
    expect(reasons).toEqual([
      ['a', 'too large'],
      ['late', 'the agent may have 1 nodes at once, and has them'],
    ]);
  });

  it('gives no number that another node has', () => {
    expect(claims({ foreign: new Set([61]), lastNumber: 60 }, [local(62, 'other')])).toEqual(['a 63', 'b 64']);
  });
});

describe('nextDue', () => {
  it('is the next moment at which the clock alone changes something', () => {
    const pending = local(61, 'a', { claim: claim(61, 'a', { launchAt: 5_000, fate: interrupted }) });
    expect([0, 5_000, 65_000, 185_000].map((now) => nextDue([pending], now))).toEqual([
      5_000,
      65_000,
      185_000,
      Infinity,
    ]);
    expect(nextDue([local(61, 'a', { retry: { job: 'launch', at: 3_000 } })], 2_000)).toBe(3_000);
    expect(nextDue([], 0)).toBe(Infinity);
  });
});
