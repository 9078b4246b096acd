import { comparison } from '../../../bench/comparison';
import { analyse } from '../../../experiments/slis';
import type { Result } from '../../../experiments/types';
import { buildRecording, meta, spec, target } from '../../fixtures/recording';

const hpa = analyse(buildRecording(), spec, target(), meta);
const fixed = analyse(buildRecording('fixed'), spec, target('fixed'), meta);
const rows = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('| '));

describe('comparison', () => {
  const text = comparison([fixed, hpa]);

  it('has a row for each variant with what users and the bill see', () => {
    const value = (result: Result, name: string): number => result.slis[name]!.value!;
    const row = rows(text)
      .find((line) => line.startsWith('| hpa-cpu | pass'))!
      .split(' | ');
    expect(row[2]).toBe(value(hpa, 'latencyP50').toPrecision(4).replace(/0+$/, ''));
    expect(Number(row[5])).toBeCloseTo(100 * value(hpa, 'errorRate'), 1);
    expect(Number(row[9])).toBe(4);
    expect(rows(text).some((line) => line.startsWith('| fixed | fail'))).toBe(true);
  });

  it('splits the reaction time, and leaves open what did not happen', () => {
    const row = rows(text).find((line) => line.startsWith('| hpa-cpu | 10 to 80/s'))!;
    expect(row).toMatch(/^\| hpa-cpu \| 10 to 80\/s \| 16\.2 \| 0\.0 \| 0\.1 \| 0\.0 \| 4\.1 \| /);
    expect(rows(text).find((line) => line.startsWith('| fixed | 10 to 80/s'))).toMatch(/\| – \| – \| – \| – \| – \|/);
  });

  it('says when, on what, with which settings, and what is odd', () => {
    expect(text).toContain('| Date | 2026-11-23 |');
    expect(text).toContain('| Machine | 2 cores, 24 GiB, Node.js v22.23.3 |');
    expect(text).toContain('| Kubernetes | v1.36.3 |');
    expect(text).toContain('hpa-cpu:\n  minReplicas: 1');
    expect(text).toMatch(/- fixed: latencyP50 is .*; asked for is at most 250 ms\./);
  });

  it('refuses to compare different experiments', () => {
    const longer = { ...hpa, spec: { ...spec, cooldown: 99 } };
    expect(() => comparison([fixed, longer])).toThrow('Not the same experiment as fixed: hpa-cpu.');
    expect(() => comparison([])).toThrow('no result');
  });
});
