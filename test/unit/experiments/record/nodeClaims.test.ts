import { nodeClaimFacts, type NodeClaim } from '../../../../experiments/record/nodeClaims';
import { Timeline, type Change, type Observation } from '../../../../experiments/record/observations';

const text = (second: number): string => new Date(Date.UTC(2026, 10, 24, 1, 0, second)).toISOString();
const at = (second: number): number => Date.parse(text(second));

/** As Karpenter's lifecycle controller writes it: all four conditions, Unknown until they are so. */
function claim(conditions: Readonly<Record<string, number>>, more: object = {}): NodeClaim {
  const names = ['Launched', 'Registered', 'Initialized', 'Ready'];
  return {
    metadata: {
      name: 'main-x7k2p',
      uid: 'u1',
      creationTimestamp: text(0),
      labels: {
        'karpenter.sh/nodepool': 'main',
        'karpenter.sh/capacity-type': 'spot',
        'node.kubernetes.io/instance-type': 'small',
        'topology.kubernetes.io/zone': 'local',
      },
      ...more,
    },
    status: {
      ...('Registered' in conditions && { nodeName: 'kwok-main-x7k2p' }),
      conditions: names.map((type) =>
        type in conditions
          ? { type, status: 'True', lastTransitionTime: text(conditions[type]!) }
          : { type, status: 'Unknown', lastTransitionTime: text(0) },
      ),
    },
  };
}

describe('facts of a NodeClaim', () => {
  it('are its conditions that are true, with their times, and where it is from', () => {
    expect(nodeClaimFacts(claim({ Launched: 1, Registered: 2 }))).toEqual({
      name: 'main-x7k2p',
      uid: 'u1',
      pool: 'main',
      instanceType: 'small',
      capacityType: 'spot',
      zone: 'local',
      node: 'kwok-main-x7k2p',
      claimed: at(0),
      launched: at(1),
      registered: at(2),
      initialized: null,
      ready: null,
      deleting: null,
    });
  });

  it('are few as long as it has no status', () => {
    const { metadata } = claim({});
    expect(nodeClaimFacts({ metadata: { ...metadata, labels: {} } })).toMatchObject({
      pool: '',
      instanceType: null,
      node: null,
      launched: null,
    });
  });
});

const seen = (time: number, change: Change, object: NodeClaim): Observation => ({
  kind: 'nodeClaim',
  time,
  change,
  facts: nodeClaimFacts(object),
});
const node = (time: number, change: Change, ready: boolean): Observation => ({
  kind: 'node',
  time,
  change,
  facts: { name: 'kwok-main-x7k2p', ready, created: at(1) },
});
function records(...observations: Observation[]) {
  const timeline = new Timeline();
  observations.forEach((observation) => timeline.add(observation));
  return timeline.nodeClaims();
}
const all = { Launched: 1, Registered: 2, Initialized: 5, Ready: 5 };

describe('the life of a node', () => {
  it('has each moment when the watch first brought it, with the own times beside, and its Node', () => {
    const going = claim(all, { deletionTimestamp: text(40) });
    expect(
      records(
        seen(at(0) + 10, 'ADDED', claim({})),
        node(at(1) + 20, 'ADDED', false),
        seen(at(1) + 30, 'MODIFIED', claim({ Launched: 1 })),
        seen(at(2) + 40, 'MODIFIED', claim({ Launched: 1, Registered: 2 })),
        node(at(4) + 50, 'MODIFIED', true),
        seen(at(5) + 60, 'MODIFIED', claim(all)),
        // The kubelet is away for a moment: Ready is of the first time.
        node(at(20), 'MODIFIED', false),
        node(at(21), 'MODIFIED', true),
        seen(at(40) + 70, 'MODIFIED', going),
        node(at(43), 'DELETED', true),
        seen(at(44), 'DELETED', going),
      ),
    ).toEqual([
      {
        name: 'main-x7k2p',
        uid: 'u1',
        pool: 'main',
        instanceType: 'small',
        capacityType: 'spot',
        zone: 'local',
        node: 'kwok-main-x7k2p',
        claimed: at(0) + 10,
        launched: at(1) + 30,
        registered: at(2) + 40,
        initialized: at(5) + 60,
        ready: at(5) + 60,
        deleting: at(40) + 70,
        deleted: at(44),
        object: { created: at(1) + 20, ready: at(4) + 50, deleted: at(43) },
        stamps: {
          claimed: at(0),
          launched: at(1),
          registered: at(2),
          initialized: at(5),
          ready: at(5),
          deleting: at(40),
        },
        initial: false,
      },
    ]);
  });

  it('is by its own times where it began before recording', () => {
    const [record] = records(node(at(30), 'INITIAL', true), seen(at(30), 'INITIAL', claim(all)));
    expect(record).toMatchObject({ claimed: at(0), launched: at(1), ready: at(5), initial: true });
    expect(record?.object?.created).toBe(at(1));
  });

  it('is without a Node where none came', () => {
    expect(records(seen(at(0), 'ADDED', claim({ Launched: 1 })))).toMatchObject([{ node: null, object: null }]);
  });

  it('is of nobody where there is no NodeClaim', () => {
    expect(records(node(at(1), 'INITIAL', true))).toEqual([]);
  });
});
