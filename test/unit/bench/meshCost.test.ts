import { costOf, costRows, HEAD, order, type MeshRun } from '../../../bench/meshCost';
import { markdownTable } from '../../../bench/table';

const MiB = 2 ** 20;
const latencies = (first: number) => Array.from({ length: 101 }, (_, index) => first + index);

/** 1,000 requests in 50 s. */
const run = (arm: MeshRun['arm'], more: Partial<MeshRun> = {}): MeshRun => ({
  arm,
  latencies: latencies(0),
  requests: 1000,
  failed: 0,
  seconds: 50,
  spent: { app: { cpuSeconds: 10, memoryBytes: 60 * MiB } },
  ...more,
});
const meshed = (cpuSeconds: number): MeshRun =>
  run('with', {
    latencies: latencies(5),
    spent: {
      app: { cpuSeconds: 11, memoryBytes: 60 * MiB },
      'istio-proxy': { cpuSeconds, memoryBytes: 50 * MiB },
    },
  });

test('both are measured in turn, so that neither has the machine at a better time', () => {
  expect(order(2)).toEqual(['without', 'with', 'without', 'with']);
});

describe('the cost of an arm', () => {
  it('is of its runs alone: percentiles of all requests, CPU over the load and by 1,000 requests, memory of a pod', () => {
    const cost = costOf([run('without'), meshed(4), run('without'), meshed(6)], 'with');
    // 5 to 105, each twice: the ranks 0.5 * 201 and 0.99 * 201 lie between two of 55 and two of 104.
    expect(cost.p50).toBe(55);
    expect(cost.p99).toBe(104);
    // (4 + 6) core-seconds in 100 s, for 2,000 requests.
    expect(cost.containers['istio-proxy']).toEqual({ cores: 0.1, per1000: 5, memoryMiB: 50 });
    expect(cost.containers['app']).toEqual({ cores: 0.22, per1000: 11, memoryMiB: 60 });
    expect(cost.containers['pod']).toEqual({ cores: expect.closeTo(0.32, 9) as number, per1000: 16, memoryMiB: 110 });
  });

  it('is not known where requests failed, or none was sent', () => {
    expect(() => costOf([run('without', { failed: 11 })], 'without')).toThrow(
      'without the mesh 11 of 1000 requests failed',
    );
    expect(costOf([run('without', { failed: 10 })], 'without').p50).toBe(50);
    expect(() => costOf([run('without')], 'with')).toThrow('with the mesh no request was answered');
  });
});

test('the table says each figure without and with the mesh, and how many times as much', () => {
  const rows = costRows(costOf([run('without')], 'without'), costOf([meshed(5)], 'with'));
  expect(rows).toEqual([
    ['latency p50, ms', '50.00', '55.00', '1.10'],
    ['latency p99, ms', '99.00', '104.00', '1.05'],
    ['CPU of all pods, cores', '0.200', '0.320', '1.60'],
    ['– of it app', '0.200', '0.220', '1.10'],
    ['– of it istio-proxy', '–', '0.100', '–'],
    ['CPU of 1,000 requests, core-seconds', '10.00', '16.00', '1.60'],
    ['– of it app', '10.00', '11.00', '1.10'],
    ['– of it istio-proxy', '–', '5.00', '–'],
    ['memory of a pod, MiB', '60', '110', '1.83'],
    ['– of it app', '60', '60', '1.00'],
    ['– of it istio-proxy', '–', '50', '–'],
  ]);
  expect(markdownTable(HEAD, rows.slice(0, 1))).toBe(
    '|  | without | with sidecars | ratio |\n| --- | --- | --- | --- |\n| latency p50, ms | 50.00 | 55.00 | 1.10 |',
  );
});
