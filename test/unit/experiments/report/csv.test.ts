import { csv, eventsCsv, parseTimeline, timelineCsv } from '../../../../experiments/report/csv';
import { timeline } from '../../../../experiments/slis/timeline';
import { buildRecording, LOAD_START, spec } from '../../../fixtures/recording';

describe('csv', () => {
  it('quotes what needs it (RFC 4180)', () => {
    expect(
      csv(
        ['a', 'b'],
        [
          ['x,y', 'say "hi"'],
          ['two\nlines', 'plain'],
        ],
      ),
    ).toBe('a,b\n"x,y","say ""hi"""\n"two\nlines",plain\n');
  });

  it('leaves what is unknown empty, and does not make it 0', () => {
    expect(csv(['a', 'b', 'c'], [[null, NaN, 0]])).toBe('a,b,c\n,,0\n');
  });

  it('writes numbers without noise', () => expect(csv(['a'], [[0.1 + 0.2]])).toBe('a\n0.3\n'));

  it('does not let a spreadsheet run a cell', () =>
    expect(csv(['a'], [['=HYPERLINK("x")']])).toBe('a\n"\'=HYPERLINK(""x"")"\n'));
});

describe('timelineCsv', () => {
  const lines = timelineCsv(timeline(buildRecording(), spec)).trimEnd().split('\n');

  it('has a header with units and one line a second', () => {
    expect(lines[0]).toBe(
      'time,second,phase,offered_rps,sent_rps,dropped_rps,served_rps,failed_rps,' +
        'failed_timeout_rps,failed_connection_rps,failed_5xx_rps,failed_4xx_rps,failed_other_rps,slo_violated,' +
        'latency_p50_ms,latency_p95_ms,latency_p99_ms,' +
        'replicas_desired,replicas_created,replicas_ready,replicas_demand,nodes_ready,metric,metric_target,cpu_requested_cores,cpu_usage_cores,' +
        'cpu_throttled_share,memory_max_bytes,vpa_target_cpu_cores,vpa_target_memory_bytes',
    );
    expect(lines).toHaveLength(1 + 8 + 220);
    expect(lines[1]).toMatch(/^2026-11-23T09:59:52\.000Z,-8,idle,0,0,/);
  });
});

describe('eventsCsv', () => {
  const event = {
    time: LOAD_START + 1500,
    kind: 'Pod',
    name: 'p',
    reason: 'Killing',
    message: 'Stopping, now',
    count: 2,
  };

  it('has the time and the second of the load', () => {
    expect(eventsCsv([event], LOAD_START)).toBe(
      'time,second,kind,name,reason,message,count\n2026-11-23T10:00:01.500Z,1.5,Pod,p,Killing,"Stopping, now",2\n',
    );
  });

  it('has no second without load', () => expect(eventsCsv([event], null)).toContain('1.500Z,,Pod'));
});

describe('parseTimeline', () => {
  const rows = timeline(buildRecording(), spec);
  const text = timelineCsv(rows);

  it('reads what was written, to four decimals', () => {
    const read = parseTimeline(text);
    expect(timelineCsv(read)).toBe(text);
    expect(read).toHaveLength(rows.length);
    expect(read[0]).toMatchObject({ time: rows[0]!.time, second: -8, phase: 'idle', p95: null });
  });

  it('knows nothing of columns that an older file does not have', () => {
    expect(parseTimeline('second,strange,served_rps\n3,x,2.5\n')).toMatchObject([
      { second: 3, served: 2.5, vpaCpu: null },
    ]);
  });

  it('refuses a file that was cut off', () =>
    expect(() => parseTimeline(text.slice(0, -5))).toThrow(/^Line 229 of timeline.csv has 28 cells, not 30\.$/));
});
