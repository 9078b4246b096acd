import { parseLine } from '../../../../experiments/load/k6/parse';
import { PartOutput } from '../../../../experiments/load/output';
import { clock, progressLine } from '../../../../experiments/load/progress';

const spec = {
  warmup: 10,
  cooldown: 30,
  load: { driver: 'k6' as const, path: '/', timeout: 5, stages: [{ rate: 4, duration: 20 }] },
};
const START = 1_000_000;
const replicas = { time: START, desired: 4, created: 4, ready: 3 };

/** Four requests a second that take 40 ms, from the start to `seconds`. */
function output(seconds: number, status: (n: number) => number = () => 200): PartOutput {
  const result = new PartOutput();
  for (let n = 0; n < seconds * 4; n++) parseLine(`R ${n} ${START + n * 250 + 40} 41 40.2 ${status(n)} 0`, result);
  return result;
}

describe('progress', () => {
  it('says how far, how fast and with how many replicas', () => {
    const now = START + 15_000;
    expect(progressLine({ spec, loadStart: START, now }, output(15), replicas)).toBe(
      '0:15 of 0:30, 0:45 left | 4 req/s offered, 4 sent, 4 served | p95 40 ms | replicas 3 ready of 4',
    );
  });

  it('names the warm-up, failures and the cool-down', () => {
    const failing = output(5, (n) => (n % 2 ? 503 : 200));
    expect(progressLine({ spec, loadStart: START, now: START + 5000 }, failing, undefined)).toBe(
      'warm-up 0:05 of 0:30, 0:55 left | 4 req/s offered, 4 sent, 2 served | 10 failed | p95 40 ms | replicas unknown',
    );
    expect(progressLine({ spec, loadStart: START, now: START + 42_000 }, failing, replicas)).toBe(
      'cool-down 0:12 of 0:30, 0:18 left | replicas 3 ready of 4',
    );
  });

  it('says so when nothing is answered', () => {
    expect(progressLine({ spec, loadStart: START, now: START + 20_000 }, output(5), replicas)).toContain(
      '4 req/s offered | no answers | replicas',
    );
  });

  it('takes the rate sent from the numbers, however slow and mixed up the answers are', () => {
    const slow = new PartOutput();
    // Ten a second from 5 s on. Those of the first pod take 4 s; from 8 s on every second one meets a new pod and takes 0.1 s.
    const sent = Array.from({ length: 100 }, (_, n) => ({ n, at: 5 + n / 10, took: n > 30 && n % 2 ? 0.1 : 4 }));
    sent
      .filter(({ at, took }) => at + took <= 12)
      .sort((a, b) => a.at + a.took - (b.at + b.took))
      .forEach(({ n, at, took }) =>
        parseLine(`R ${n} ${START + (at + took) * 1000} ${took * 1000} ${took * 1000 - 1} 200 0`, slow),
      );
    const line = progressLine({ spec, loadStart: START, now: START + 12_000 }, slow, replicas);
    expect(line).toContain(', 10 sent, ');
  });

  it('shows the users of a closed loop, who offer nothing', () => {
    const closed = { ...spec, load: { ...spec.load, model: 'users' as const } };
    expect(progressLine({ spec: closed, loadStart: START, now: START + 15_000 }, output(15), replicas)).toContain(
      '| 4 users, 4 req/s sent, 4 served |',
    );
  });

  it('writes minutes and seconds', () => {
    expect([0, 59.9, 60, 605].map(clock)).toEqual(['0:00', '0:59', '1:00', '10:05']);
  });
});
