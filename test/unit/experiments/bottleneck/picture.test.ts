import { picture } from '../../../../experiments/bottleneck/picture';
import { callsTable } from '../../../../experiments/bottleneck/tables';
import type { Ranked } from '../../../../experiments/bottleneck/types';
import { node, service } from './levels';

const ranked = (name: string, utilization: number): Ranked => ({
  service: name,
  utilization,
  resource: 'CPU',
  latency: 92,
  share: 0.92,
  latencyBefore: 4,
  parts: { wait: 76, delay: 0, work: 16, other: 0 },
  queue: 3.04,
  throttled: 0.4,
  replicas: 1,
  capacity: 40,
});
const graph = [node('a', ['b', 'c']), node('b', ['c']), node('c')];
const services = {
  a: {
    ...service({ rate: 40, latencyMean: 100, latencyP95: 210 }),
    calls: {
      b: { rate: 40, errorShare: 0.004, latencyMean: 92, latencyP95: 190.4 },
      // The application does not time its calls one by one.
      c: { rate: 20, errorShare: 0.25, latencyMean: 4.25 },
    },
  },
  b: service({ rate: 40, latencyMean: 90 }),
  c: service({ rate: 20, latencyMean: 4 }),
};
const found = { service: 'b', ranking: [ranked('b', 0.99), ranked('a', 0.35)], criticalPath: ['a', 'b'] };
const svg = picture(found, { services }, graph).text.replace(/\s+/g, ' ');

test('an edge has rate, errors and p95, or the mean where that is all; the critical path is marked', () => {
  expect(svg).toContain('<g class="edge critical"> <title>a calls b: 40/s, 0.4 % failed, p95 190 ms</title>');
  expect(svg).toMatch(/>40\/s, 0\.4 % err<\/text\s?><text[^>]*>p95 190 ms<\/text/);
  expect(svg).toContain('<g class="edge"> <title>a calls c: 20/s, 25 % failed, mean 4.25 ms</title>');
  // A call that was configured and not made.
  expect(svg).toContain('b calls c: ?/s, ? failed, mean ? ms');
});

test('a node has its saturation, rate and latency; the named one is marked', () => {
  expect(svg).toContain('<g class="node named"');
  expect(svg).toContain('>▶ b</text>');
  expect(svg).toContain('>99 % CPU, 3.0 waiting</text>');
  expect(svg).toContain('>40/s, p95 210 ms</text>');
  expect(svg).toContain('b: 99 % of its CPU used, throttled in 40 % of the CFS periods, 3.0 requests waiting');
  const one = { b: service({ queue: null, inFlight: 3.2 }) };
  expect(picture({ ...found, ranking: [ranked('b', 0.5)] }, { services: one }, [node('b')]).text).toContain(
    '>50 % CPU, 3.2 in it</text>',
  );
  // 99 % of 178.
  expect(svg).toContain('width="176.2"');
});

test('it has a title and a description that says all of it, and a table of the calls beside it', () => {
  expect(svg).toContain('role="img" aria-labelledby="graph-title graph-description"');
  expect(svg).toContain('<title id="graph-title">The services and their calls</title>');
  const [, description = ''] = /<desc id="graph-description">(.*?)<\/desc>/.exec(svg) ?? [];
  expect(description).toContain('a calls b: 40/s, 0.4 % failed, p95 190 ms.');
  expect(description).toContain('Critical path: a, b. Marked: b.');
  const table = callsTable(found, { services }, graph).text.replace(/\s+/g, ' ');
  expect(table).toMatch(/<th scope="row">a → b<\/th>.*?40\/s.*?0\.4 %.*?92 ms.*?190 ms.*?yes/);
  expect(table).toMatch(/role="region" aria-label="Calls" tabindex="0"/);
});

test('names are text, whatever they hold', () => {
  const strange = [{ name: '<script>', calls: {} }];
  const drawn = picture({ service: null, ranking: [], criticalPath: [] }, { services: {} }, strange).text;
  expect(drawn).toContain('&lt;script&gt;');
  expect(drawn).not.toContain('<script>');
});
