import { knee } from '../../../../experiments/bottleneck/knee';

test('the knee is where the curve is furthest below its chord', () => {
  // Chord from (10, 10) to (50, 210): below it by 45, 85, 105 (at 40) ... of 200: the most at 40.
  expect(
    knee([
      [10, 10],
      [20, 15],
      [30, 25],
      [40, 55],
      [50, 210],
    ]),
  ).toBe(40);
});

test('there is none in a line, in what bends the other way, in what does not rise, or with two points', () => {
  expect(
    knee([
      [1, 1],
      [2, 2],
      [3, 3],
    ]),
  ).toBeNull();
  expect(
    knee([
      [1, 1],
      [2, 9],
      [3, 10],
    ]),
  ).toBeNull();
  expect(
    knee([
      [1, 10],
      [2, 10],
      [3, 19],
    ]),
  ).toBeNull();
  expect(
    knee([
      [1, 1],
      [2, 10],
    ]),
  ).toBeNull();
});
