/** The agent on a machine that is played: whatever comes and goes, and wherever it is killed, it ends with what is wanted. */
import fc from 'fast-check';

import { claimOf } from '../../../../embedded/agent/claim';
import type { Action, Local, Wanted } from '../../../../embedded/agent/model';
import { isAgents } from '../../../../embedded/agent/numbers';
import { reconcile, type Situation } from '../../../../embedded/agent/reconcile';
import { agentSpec } from '../../../../embedded/agent/settings';
import { wanted } from './made';

const settings = agentSpec.parse({ maxNodes: 4, pools: { spot: { delay: { min: 0, max: 20 } } } });

/** How far an action gets before the agent is killed: not begun, in the midst of it, or done. */
type Reach = 'none' | 'half' | 'done';

class Machine {
  readonly nodes = new Map<string, Wanted>();
  readonly locals = new Map<number, Local>();
  now = 0;
  #launches = 0;
  #last = 0;

  situation(): Situation {
    return {
      now: this.now,
      nodes: [...this.nodes.values()],
      locals: [...this.locals.values()],
      bound: settings.maxNodes,
      lastNumber: this.#last,
      foreign: new Set([61, 63]),
      refusal: () => undefined,
    };
  }

  do(action: Action, reach: Reach): void {
    if (reach === 'none') return;
    const { kind, index } = action;
    const nothing = { up: false, traces: false };
    if (kind === 'claim') {
      const { launches } = { launches: { spot: this.#launches } };
      const claim = claimOf(action.node, index, { launches, lastNumber: this.#last }, settings, this.now);
      this.#launches++;
      this.#last = index;
      // Its folder is there, and its file is not.
      this.locals.set(index, { index, claim: reach === 'half' ? undefined : claim, ...nothing });
    } else if (kind === 'launch') {
      this.locals.set(index, { index, claim: action.claim, up: reach === 'done', traces: true });
    } else if (kind === 'remove') {
      if (reach === 'done') this.locals.delete(index);
      else this.locals.set(index, { index, claim: undefined, ...nothing });
    }
  }

  /** Makes an agent that is not disturbed do all that is due, and gives how many rounds that took. */
  settle(): number {
    for (let round = 0; ; round++) {
      const actions = reconcile(this.situation());
      if (actions.length === 0) return round;
      if (round > 20) throw new Error(`no end: ${JSON.stringify(actions)}`);
      for (const action of actions) this.do(action, 'done');
    }
  }
}

const reach = fc.constantFrom<Reach>('none', 'half', 'done', 'done');
const event = fc.oneof(
  fc.record({
    kind: fc.constant('comes' as const),
    name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    uid: fc.nat(3),
  }),
  fc.record({ kind: fc.constant('goes' as const), name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f') }),
  fc.record({ kind: fc.constant('drains' as const), name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f') }),
  fc.record({ kind: fc.constant('dies' as const), index: fc.integer({ min: 61, max: 70 }) }),
  // The agent works, and is killed somewhere.
  fc.record({ kind: fc.constant('works' as const), reaches: fc.array(reach, { minLength: 1, maxLength: 8 }) }),
  fc.record({ kind: fc.constant('waits' as const), seconds: fc.nat(30) }),
);

it('converges from any point, never over its bound, and then does nothing more', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      const machine = new Machine();
      for (const each of events) {
        if (each.kind === 'comes') {
          machine.nodes.set(each.name, wanted(each.name, { uid: `${each.name}-${each.uid}`, created: machine.now }));
        } else if (each.kind === 'goes') machine.nodes.delete(each.name);
        else if (each.kind === 'drains') {
          const node = machine.nodes.get(each.name);
          if (node) machine.nodes.set(each.name, { ...node, deleting: true, pods: 0 });
        } else if (each.kind === 'dies') {
          const local = machine.locals.get(each.index);
          if (local) machine.locals.set(each.index, { ...local, up: false });
        } else if (each.kind === 'works') {
          reconcile(machine.situation()).forEach((action, at) => machine.do(action, each.reaches[at] ?? 'none'));
        } else machine.now += each.seconds * 1000;
        expect(machine.locals.size).toBeLessThanOrEqual(settings.maxNodes);
        for (const index of machine.locals.keys()) expect(isAgents(index) && index !== 61 && index !== 63).toBe(true);
      }
      machine.settle();
      machine.now += 60_000;
      machine.settle();
      const alive = [...machine.nodes.values()].filter(({ deleting }) => !deleting);
      const running = [...machine.locals.values()];
      // As many as are wanted or allowed, each for a Node of its own, and all of them up.
      expect(running).toHaveLength(Math.min(settings.maxNodes, alive.length));
      expect(new Set(running.map(({ claim }) => claim?.uid)).size).toBe(running.length);
      expect(alive.map(({ uid }) => uid)).toEqual(expect.arrayContaining(running.map(({ claim }) => claim?.uid)));
      expect(running.every(({ up }) => up)).toBe(true);
      expect(reconcile(machine.situation())).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
