import { deviation, shapeSpec, SHAPES } from '../../../bench/arrivals';
import { SHAPE_KINDS } from '../../../experiments/shapes/spec';

// A warm-up of one second at the same rate comes before it: due after 0.5, 1, ... 2.5 s, and none at the end.
const spec = shapeSpec({ kind: 'constant', rate: 2, duration: 2 });
const sent = (...seconds: number[]) => ({
  end: Float64Array.from(seconds, (second) => 1000 + second * 1000 + 30),
  elapsed: new Float64Array(seconds.length).fill(30),
  duration: new Float64Array(seconds.length).fill(20),
  status: new Uint16Array(seconds.length).fill(200),
  ok: new Uint8Array(seconds.length).fill(1),
});

it('has a load of each kind', () => {
  expect(Object.entries(SHAPES).map(([kind, shape]) => [kind, shape.kind])).toEqual(
    SHAPE_KINDS.map((kind) => [kind, kind]),
  );
});

it('finds nothing where each request is sent when it is due', () => {
  const found = deviation(spec, sent(0.5, 1, 1.5, 2, 2.5), 1000);
  expect(found).toEqual({ sent: 5, offered: 6, bySecond: [0, 0, 0], requests: 0, median: 0, largest: 0 });
});

it('finds what is late, and how many are missing meanwhile', () => {
  // Two of three are there after 2 s of the four that are due.
  const found = deviation(spec, sent(0.5, 1, 2.25, 2.25, 2.5), 1000);
  expect(found).toMatchObject({
    bySecond: [0, 2, 0],
    requests: 2,
    median: 0,
    largest: expect.closeTo(750, 6) as number,
  });
});
