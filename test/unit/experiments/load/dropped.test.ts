import { droppedOver } from '../../../../experiments/load/dropped';
import type { Shape } from '../../../../experiments/load/shape';
import type { Requests } from '../../../../experiments/types';

const shape: Shape = {
  warmup: 0,
  load: { driver: 'k6', path: '/', timeout: 1, stages: [{ rate: 10, duration: 4 }] },
};
const START = 1_000_000;

/** Requests that began at these seconds and took 3 s each. */
function began(seconds: readonly number[]): Requests {
  const end = Float64Array.from(seconds, (second) => START + second * 1000 + 3000);
  return {
    end,
    elapsed: end.map(() => 3000),
    duration: end.map(() => 2990),
    status: new Uint16Array(end.length),
    ok: new Uint8Array(end.length),
  };
}
const tenths = (second: number, count: number): number[] => Array.from({ length: count }, (_, i) => second + i / 10);

describe('dropped iterations over time', () => {
  it('are none when k6 says none', () => {
    expect(droppedOver(shape, START, began([]), 0)).toEqual([]);
  });

  it('lie where the offered requests did not begin, as many as k6 says', () => {
    const requests = began([...tenths(0, 10), ...tenths(1, 10), ...tenths(2, 2), ...tenths(3, 10)]);
    expect(droppedOver(shape, START, requests, 8)).toEqual([
      { time: START + 2000, count: 7 },
      { time: START + 3000, count: 1 },
    ]);
  });

  it('do not exceed what k6 says', () => {
    expect(droppedOver(shape, START, began([]), 12)).toEqual([
      { time: START, count: 9 },
      { time: START + 1000, count: 3 },
    ]);
  });
});
