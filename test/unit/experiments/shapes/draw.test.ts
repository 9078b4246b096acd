import { drawn } from '../../../../experiments/shapes/draw';

it('draws time to the right and rate upwards', () => {
  const line = [
    { time: 0, rate: 5 },
    { time: 30, rate: 5 },
    { time: 30, rate: 20 },
    { time: 60, rate: 20 },
  ];
  expect(drawn(line, { columns: 8, rows: 4 }).split('\n')).toEqual([
    '20/s │    ████',
    '     │    ████',
    '     │    ████',
    ' 0/s │████████',
    '     └────────',
    '      0 s 60 s',
  ]);
});

it('draws parts of a row, and nothing as nothing', () => {
  const ramp = [
    { time: 0, rate: 0 },
    { time: 8, rate: 8 },
  ];
  expect(drawn(ramp, { columns: 4, rows: 1 }).split('\n')[0]).toBe('8/s │▁▃▅▇');
  expect(drawn([], { columns: 4, rows: 1 }).split('\n')[0]).toBe('0/s │');
});
