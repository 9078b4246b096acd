import { page } from '../../../../fixtures/charts';
import { LOAD_START } from '../../../../fixtures/recording';

it('shades warm-up, cool-down and gaps', () => {
  const gaps = [{ source: 'pods', from: LOAD_START + 30_000, to: LOAD_START + 31_000, message: '' }];
  expect(page('hpa-cpu', { gaps }).bands.filter(({ kind }) => kind !== 'violation')).toEqual([
    { from: 0, to: 20, kind: 'warmup' },
    { from: 180, to: 220, kind: 'cooldown' },
    { from: 30, to: 31, kind: 'gap' },
  ]);
});

it('shades the seconds in which an objective is broken', () => {
  const slow = (second: number) => ({ end: LOAD_START + second * 1000 + 300, duration: 300 });
  const sent = [slow(30), slow(31), slow(40)];
  const requests = {
    end: Float64Array.from(sent, ({ end }) => end),
    duration: Float64Array.from(sent, ({ duration }) => duration),
    status: new Uint16Array(3).fill(200),
    ok: new Uint8Array(3).fill(1),
  };
  expect(page('hpa-cpu', { requests }).bands.filter(({ kind }) => kind === 'violation')).toEqual([
    { from: 30, to: 32, kind: 'violation' },
    { from: 40, to: 41, kind: 'violation' },
  ]);
  expect(page('hpa-cpu', { requests }, { slos: [] }).bands.some(({ kind }) => kind === 'violation')).toBe(false);
});
