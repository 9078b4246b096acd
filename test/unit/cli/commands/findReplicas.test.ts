import { loadOf, objectives } from '../../../../cli/commands/findReplicas';
import { share } from '../../../../cli/options';
import { parseExperiment } from '../../../../experiments/spec';

const spec = parseExperiment({
  slos: [
    { sli: 'latencyP95', max: 300 },
    { sli: 'reactionTime', max: 40 },
  ],
});

it('keeps the objectives that are named, each bound on its worse side', () => {
  expect(objectives(['latencyP99=500', 'availability=0.999', 'errorRate=0.01'], spec)).toEqual([
    { sli: 'latencyP99', max: 500 },
    { sli: 'availability', min: 0.999 },
    { sli: 'errorRate', max: 0.01 },
  ]);
});

it('keeps those of the experiment that a single rate can be judged by, when none is named', () => {
  expect(objectives([], spec)).toEqual([{ sli: 'latencyP95', max: 300 }]);
  expect(() => objectives([], { ...spec, slos: [] })).toThrow('Say which: --slo latencyP95=500');
});

it.each(['latencyP95', 'latencyP95=', 'latencyP95=fast', 'latencyP95=-1', 'reactionTime=40', '=5'])(
  'refuses --slo %s',
  (text) => {
    expect(() => objectives([text], spec)).toThrow(expect.objectContaining({ code: 2 }) as Error);
  },
);

it('requests what the experiment does, in an open loop by k6', () => {
  const users = parseExperiment({
    load: {
      model: 'users',
      thinkTime: 3,
      stages: [{ users: 5, duration: 10 }],
      requests: [{ path: '/a' }, { path: '/b', weight: 2 }],
      path: undefined,
    },
  });
  expect(loadOf(users)).toEqual({
    driver: 'k6',
    requests: [{ path: '/a' }, { path: '/b', weight: 2 }],
    timeout: users.load.timeout,
    reuseConnections: users.load.reuseConnections,
  });
});

it.each([
  ['5%', 0.05],
  ['0.2', 0.2],
  ['12.5%', 0.125],
])('reads the share %s', (text, value) => {
  expect(share(text)).toBe(value);
});

it.each(['0', '-5%', 'x', '%'])('refuses the share %s', (text) => {
  expect(() => share(text)).toThrow('A number over 0.');
});
