import type { PodFacts } from '../../../../experiments/record/facts';
import { Timeline, type Observation } from '../../../../experiments/record/observations';

const facts: PodFacts = {
  name: 'a',
  uid: '1',
  node: null,
  created: 900,
  scheduled: null,
  started: null,
  ready: false,
  readyChanged: null,
  restarts: 0,
  cpuCores: 0.2,
  memoryBytes: 1000,
};

function timeline(...observations: Observation[]): Timeline {
  const result = new Timeline();
  observations.forEach((observation) => result.add(observation));
  return result;
}

describe('pods', () => {
  it('have the times at which the watch brought them, and their own beside', () => {
    const scheduled = { ...facts, node: 'n', scheduled: 1000 };
    const started = { ...scheduled, started: 2000 };
    const ready = { ...started, ready: true, readyChanged: 3000 };
    const [pod] = timeline(
      { kind: 'pod', change: 'ADDED', time: 1010, facts },
      { kind: 'pod', change: 'MODIFIED', time: 1020, facts: scheduled },
      { kind: 'pod', change: 'MODIFIED', time: 2130, facts: started },
      { kind: 'pod', change: 'MODIFIED', time: 3140, facts: ready },
      { kind: 'pod', change: 'MODIFIED', time: 3150, facts: ready },
      { kind: 'pod', change: 'MODIFIED', time: 5000, facts: { ...ready, ready: false, readyChanged: 4000 } },
      { kind: 'pod', change: 'MODIFIED', time: 6000, facts: { ...ready, restarts: 2 } },
      { kind: 'pod', change: 'DELETED', time: 7000, facts: { ...ready, restarts: 2 } },
    ).pods();
    expect(pod).toEqual({
      name: 'a',
      uid: '1',
      node: 'n',
      created: 1010,
      scheduled: 1020,
      started: 2130,
      ready: 3140,
      readiness: [
        { time: 5000, ready: false },
        { time: 6000, ready: true },
        { time: 7000, ready: false },
      ],
      deleted: 7000,
      stamps: { created: 900, scheduled: 1000, started: 2000, ready: 3000 },
      restarts: 2,
      requests: { cpuCores: 0.2, memoryBytes: 1000 },
      resized: [],
      initial: false,
    });
  });

  it('that were there before have their own times, and only the restarts of the run', () => {
    const old = { ...facts, node: 'n', scheduled: 910, started: 920, ready: true, readyChanged: 930, restarts: 4 };
    const [pod] = timeline(
      { kind: 'pod', change: 'INITIAL', time: 5000, facts: old },
      { kind: 'pod', change: 'MODIFIED', time: 6000, facts: { ...old, restarts: 5 } },
    ).pods();
    expect(pod).toMatchObject({ initial: true, created: 900, scheduled: 910, started: 920, ready: 930, restarts: 1 });
  });

  it('have each change of their requests, from a resize in place', () => {
    const change = (time: number, cpuCores: number) =>
      ({ kind: 'pod', change: 'MODIFIED', time, facts: { ...facts, cpuCores } }) as const;
    const gone = { kind: 'pod', change: 'DELETED', time: 9, facts: { ...facts, cpuCores: 3 } } as const;
    const [pod] = timeline(change(1, 0.2), change(2, 0.2), change(3, 0.5), change(4, 0.5), change(5, 0.1), gone).pods();
    expect(pod?.requests).toEqual({ cpuCores: 0.2, memoryBytes: 1000 });
    expect(pod?.resized).toEqual([
      { time: 3, cpuCores: 0.5, memoryBytes: 1000 },
      { time: 5, cpuCores: 0.1, memoryBytes: 1000 },
    ]);
  });

  it('that never got far say so', () => {
    const [pod] = timeline(
      { kind: 'pod', change: 'ADDED', time: 1, facts },
      { kind: 'pod', change: 'DELETED', time: 9, facts },
    ).pods();
    expect(pod).toMatchObject({ scheduled: null, started: null, ready: null, readiness: [], deleted: 9 });
  });
});

describe('the rest of the timeline', () => {
  it('has a row where something changed', () => {
    const deployment = (time: number, desired: number, ready: number): Observation => ({
      kind: 'deployment',
      change: 'MODIFIED',
      time,
      facts: { desired, created: desired, ready },
    });
    expect(
      timeline(deployment(1, 1, 1), deployment(2, 1, 1), deployment(3, 3, 1), deployment(4, 3, 3)).replicas,
    ).toEqual([
      { time: 1, desired: 1, created: 1, ready: 1 },
      { time: 3, desired: 3, created: 3, ready: 1 },
      { time: 4, desired: 3, created: 3, ready: 3 },
    ]);
  });

  it("has a row where a ScaledObject's conditions or a VPA's recommendation changed", () => {
    const active = (time: number, value: string) =>
      ({
        kind: 'scaledObject',
        change: 'MODIFIED',
        time,
        facts: { active: value, ready: 'True', fallback: 'False' },
      }) as const;
    const resources = (cpuCores: number | null) => ({ cpuCores, memoryBytes: null });
    const recommends = (time: number, cpu: number | null) =>
      ({
        kind: 'vpa',
        change: 'MODIFIED',
        time,
        facts: { target: resources(cpu), lowerBound: resources(null), upperBound: resources(null) },
      }) as const;
    const { scaledObject, vpa } = timeline(
      active(1, 'False'),
      recommends(1, null),
      active(2, 'False'),
      recommends(2, 0.1),
      active(3, 'True'),
      recommends(3, 0.1),
    );
    expect(scaledObject.map(({ time, active: value }) => [time, value])).toEqual([
      [1, 'False'],
      [3, 'True'],
    ]);
    expect(vpa.map(({ time, target }) => [time, target.cpuCores])).toEqual([
      [1, null],
      [2, 0.1],
    ]);
  });

  it('counts ready nodes, those of one list at once', () => {
    const node = (
      time: number,
      name: string,
      ready: boolean,
      change: 'INITIAL' | 'MODIFIED' | 'DELETED' = 'MODIFIED',
    ) => ({ kind: 'node', change, time, facts: { name, ready } }) as const;
    const { nodes } = timeline(
      node(1, 'a', true, 'INITIAL'),
      node(1, 'b', true, 'INITIAL'),
      node(2, 'b', true),
      node(3, 'b', false),
      node(4, 'a', true, 'DELETED'),
    );
    expect(nodes).toEqual([
      { time: 1, ready: 2 },
      { time: 3, ready: 1 },
      { time: 4, ready: 0 },
    ]);
  });

  it('keeps gaps, series, problems and warnings, and knows its span', () => {
    const gap = { source: 'pods', from: 5, to: 9, message: 'away' };
    const series = { query: 'q', unit: 'cores', points: [[1, 2] as const] };
    const result = timeline(
      { kind: 'warning', time: 3, message: 'w' },
      { kind: 'gap', time: 9, ...gap },
      { kind: 'series', time: 10, name: 'cpuUsage', series },
      { kind: 'problem', time: 11, message: 'p' },
      { kind: 'problem', time: 12, message: 'p' },
      { kind: 'end', time: 13 },
    );
    expect(result).toMatchObject({
      from: 3,
      to: 13,
      gaps: [gap],
      problems: ['p'],
      warnings: ['w'],
      series: { cpuUsage: series },
    });
  });
});
