import { Votes } from '../../../../experiments/demand/votes';

function votes(counts: Readonly<Record<number, string>>): Votes {
  const all = new Votes();
  for (const [rate, text] of Object.entries(counts))
    for (const vote of text) all.add(Number(rate), vote === '+' ? 'pass' : 'fail');
  return all;
}

it.each([
  ['++', 3, true],
  ['+-', 3, false],
  ['+-+', 3, true],
  ['+', 1, true],
  ['+', 2, false],
  ['+-', 2, true],
  ['', 1, false],
])('%p of at most %d repeats: decided is %p', (text, repeats, decided) => {
  expect(votes({ 10: text }).decided(10, repeats)).toBe(decided);
});

it('lets the majority decide, and takes a tie for a miss', () => {
  expect(votes({ 10: '++', 20: '++-', 30: '+-', 40: '-' }).bracket()).toEqual({ kept: 20, missed: 30 });
});

it('takes what is kept above a rate that is missed for luck', () => {
  expect(votes({ 10: '++', 20: '--', 30: '++' }).bracket()).toEqual({ kept: 10, missed: 20 });
});

it.each([
  [
    { 10: '+', 20: '+', 30: '-' },
    { low: 20, high: 30 },
  ],
  [
    { 10: '+', 20: '+-+', 30: '--+', 40: '-' },
    { low: 10, high: 40 },
  ],
  [{ 10: '+' }, { low: 10, high: null }],
  [{ 10: '-' }, { low: 0, high: 10 }],
])('of %j has the interval %j', (counts, interval) => {
  expect(votes(counts).interval()).toEqual(interval);
});
