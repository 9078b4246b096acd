import { siege } from '../../../../../experiments/load/siege';
import { siegerc } from '../../../../../experiments/load/siege/manifests';
import type { filesOf, jobOf } from '../../../../../experiments/load/job';
import type { LoadSpec } from '../../../../../experiments/load/spec';
import { spec, target } from '../k6/fixtures';

const ten: Partial<LoadSpec> = { driver: 'siege', model: 'users', stages: [{ rate: 10, duration: 10 }] };
const keys = (load: Partial<LoadSpec>): string[] =>
  siege.refuse(spec({ ...ten, ...load }).load, 10).map(({ key }) => key);

test.each<[string, Partial<LoadSpec>]>([
  ['model', { model: 'arrivals' }],
  ['arrivals', { arrivals: 'poisson' }],
  ['thinkTime', { thinkTime: 1 }],
  ['generators', { generators: 2 }],
  ['requests', { requests: [{ path: '/a' }, { path: '/b' }] }],
  ['requests', { requests: [{ path: '/a', method: 'POST' }] }],
  [
    'stages',
    {
      stages: [
        { rate: 10, duration: 10 },
        { rate: 20, duration: 10 },
      ],
    },
  ],
  ['stages', { stages: [{ rate: 501, duration: 10 }] }],
  ['stages', { stages: [{ rate: 1.5, duration: 10 }] }],
  ['stages', { stages: [{ rate: 10, duration: 10.5 }] }],
])('siege refuses another %s', (key, load) => {
  expect(keys(load)).toEqual([key]);
});

test('ten users for ten seconds are siege -c10 -t10S, with the warm-up before', () => {
  expect(keys({})).toEqual([]);
  const whole = spec(ten);
  const { objects, parts } = siege.manifests({ name: 'load-1', spec: whole, target, now: 0 });
  const [files, job] = objects as [ReturnType<typeof filesOf>, ReturnType<typeof jobOf>];
  const [container] = job.spec.template.spec.containers;
  expect(container?.args).toEqual([
    '--rc=/load/siegerc',
    '--concurrent=10',
    `--time=${whole.warmup + 10}S`,
    '--benchmark',
    expect.stringMatching(/^http:\/\/\S+\/heavywork$/),
  ]);
  // In a pipe its lines would come hundreds at once.
  expect(container?.tty).toBe(true);
  expect(Object.keys(files.data)).toEqual(['siegerc']);
  expect(parts).toEqual([{ name: '', job: 'load-1', container: 'siege' }]);
  expect(siege.stamped).toBe(true);
});

test('a delay is random and at most as long', () => {
  const { objects } = siege.manifests({ name: 'load-1', spec: spec({ ...ten, siege: { delay: 2 } }), target, now: 0 });
  const args = (objects[1] as ReturnType<typeof jobOf>).spec.template.spec.containers[0]?.args;
  expect(args).toContain('--delay=2');
  expect(args).not.toContain('--benchmark');
});

test('its configuration', () => {
  const lines = (load: Partial<LoadSpec>): string[] => siegerc(spec({ ...ten, ...load }).load).split('\n');
  expect(lines({ timeout: 1.5 })).toEqual(
    expect.arrayContaining(['verbose = true', 'parser = false', 'connection = close', 'timeout = 2']),
  );
  expect(lines({ reuseConnections: true })).toContain('connection = keep-alive');
});
