import { serviceResults } from '../../../../experiments/services/results';
import type { ServiceRecording } from '../../../../experiments/services/types';
import { near, node } from '../bottleneck/levels';
import { recordingOf } from './scenario';

const graph = [node('a', ['b']), node('b')];
const step = {
  offered: 10,
  services: {
    a: { rate: 10, work: 4, downstreamWait: 8, cpu: 0.04, calls: { b: [10, 8] as const, bank: [5, 2] as const } },
    b: { rate: 10, work: 8, cpu: 0.08 },
  },
};
const recordings = recordingOf([step], graph).services ?? {};
const window = { measuredFrom: 10_000, measuredTo: 40_000 };

test('the applications’ own signals where they are, in the order of the target', () => {
  const found = serviceResults(recordings, graph, window);
  expect(Object.keys(found)).toEqual(['a', 'b']);
  expect(found['a']).toMatchObject({ signals: { rate: near(10), downstreamWait: near(8) } });
  expect(found['a']?.from).toBeUndefined();
  expect(serviceResults({}, graph, window)['a']?.reason).toBe('nothing was recorded');
});

test('those of the mesh where only it counted, with what each service waits and whom it called besides', () => {
  const onlyMesh = ([name, own]: [string, ServiceRecording]): [string, ServiceRecording] => [
    name,
    { ...own, series: Object.fromEntries(Object.entries(own.series).filter(([one]) => one.startsWith('mesh/'))) },
  ];
  const found = serviceResults(Object.fromEntries(Object.entries(recordings).map(onlyMesh)), graph, window);
  expect(Object.keys(found)).toEqual(['a', 'b', 'bank']);
  // 8 ms for b, and half of the requests 2 ms for bank.
  expect(found['a']).toMatchObject({ from: 'mesh', signals: { latencyMean: near(12), downstreamWait: near(9) } });
  expect(found['bank']).toMatchObject({ signals: { rate: near(5), latencyMean: near(2) } });
});
