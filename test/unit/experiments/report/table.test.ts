import { type TableInput, verdictTable } from '../../../../experiments/report/table';
import { analyse } from '../../../../experiments/slis';
import type { Recording } from '../../../../experiments/types';
import { buildRecording, meta, spec, target } from '../../../fixtures/recording';

const result = (variant: 'hpa-cpu' | 'fixed' = 'hpa-cpu', change: Partial<Recording> = {}) =>
  analyse(buildRecording(variant, change), spec, target(variant), meta);

describe('verdictTable', () => {
  it('shows SLI, value with unit, objective and outcome, the reaction and the verdict', () => {
    const lines = verdictTable(result()).split('\n');
    expect(lines[0]).toBe('SLI                                     Value  Objective       Result');
    expect(lines).toContain('errorRate                             11.51 %  at most 15 %    pass');
    expect(lines).toContain('replicasMax                        4 replicas');
    expect(lines).toContain('Reaction to 10 -> 80/s (stage 2)');
    expect(lines).toContain('  metric     16.20 s');
    expect(lines).toContain('Verdict: PASS');
    expect(lines).toContain('  All 3 objectives are met.');
  });

  it('shows why something is unknown or not over', () => {
    const text = verdictTable(result('fixed'));
    expect(text).toContain('reactionTime                     over 100 s  at most 60 s    fail');
    expect(text).toContain('reactionTime: latency was not back within the objective before the next load change');
    expect(text).toContain('  metric     -  the variant has no HPA');
    expect(text).toContain('Verdict: FAIL');
  });

  it('has no row for what is not known and nobody asks for, only its reason', () => {
    const lines = verdictTable(result()).split('\n');
    expect(lines.filter((line) => /^jitter /.test(line))).toEqual([]);
    expect(lines.join(' ').replace(/ +/g, ' ')).toContain('jitter: the demand is not known');
  });

  it('says once what holds for all', () => {
    const text = verdictTable(result('fixed', { loadStart: null }));
    expect(text).toContain('No SLI could be measured: the load never started\n');
  });

  it('has no line over 100 columns, whatever the reasons are', () => {
    const problems = [`${'a long story about what went wrong '.repeat(12)}`, 'x'.repeat(300)];
    const text = verdictTable(result('fixed', { problems, warnings: ['w '.repeat(200)] }));
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(text).toContain('went wrong');
  });

  it('is plain unless colour is asked for, and the same text then', () => {
    const plain = verdictTable(result('fixed'));
    const coloured = verdictTable(result('fixed'), { color: true });
    expect(plain).not.toContain('\u001b');
    expect(coloured).toContain('\u001b[31mFAIL\u001b[0m');
    // eslint-disable-next-line no-control-regex
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain);
  });

  it('takes stack outputs, whose keys may be sorted', () => {
    const { slis, slos, verdict, reasons, warnings, reactions } = result();
    const sorted = Object.fromEntries(Object.entries(slis).sort(([a], [b]) => a.localeCompare(b)));
    const outputs = JSON.parse(
      JSON.stringify({ slis: sorted, slos, verdict, reasons, warnings, reactions }),
    ) as TableInput;
    expect(verdictTable(outputs)).toBe(verdictTable(result()));
  });

  it('shows an objective on a name that is no SLI', () => {
    const odd = { ...spec, slos: [{ sli: 'latencyP42', max: 5 }] };
    expect(verdictTable(analyse(buildRecording(), odd, target(), meta))).toMatch(
      /^latencyP42 +unknown {2}at most 5 +unknown$/m,
    );
  });
});
