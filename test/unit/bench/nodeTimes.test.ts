import { nodeTimes } from '../../../bench/nodeTimes';
import type { Entry, Happening } from '../../../embedded/agent/journal';

const at = (uid: string, event: Happening, seconds: number): Entry => ({
  time: new Date(seconds * 1000).toISOString(),
  event,
  node: uid,
  uid,
});

it('gives mean and longest of each stage, of the nodes that came to its end', () => {
  const times = nodeTimes([
    at('a', 'claimed', 0),
    at('a', 'launched', 0.5),
    at('b', 'claimed', 1),
    at('a', 'ready', 2),
    at('b', 'ready', 5),
    at('c', 'claimed', 9),
  ]);
  expect(times['claim to Ready']).toEqual({ mean: 3, worst: 4 });
  expect(times['  claim to launch']).toEqual({ mean: 0.5, worst: 0.5 });
  expect(times).not.toHaveProperty('gone to removed');
});
