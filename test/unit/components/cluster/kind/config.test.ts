import { parse } from 'yaml';
import { kindConfig, kindName } from '../../../../../components/cluster/kind/config';
import { kindSettings } from '../../../../../components/cluster/kind/settings';

const settings = kindSettings.parse({});

test('has a control plane, nodes for the application and a tainted one for the platform, all of the pinned image', () => {
  const { nodes } = kindConfig(settings, 2, 30090);
  expect(nodes.map(({ role }) => role)).toEqual(['control-plane', 'worker', 'worker', 'worker']);
  expect(new Set(nodes.map(({ image }) => image))).toEqual(new Set([settings.nodeImage]));
  expect(settings.nodeImage).toMatch(/^kindest\/node:v\d+\.\d+\.\d+@sha256:[0-9a-f]{64}$/);
  const [, app, , system] = nodes as { labels?: object; kubeadmConfigPatches?: string[] }[];
  expect(app?.labels).toEqual({ 'autoscaling-testbed/role': 'app' });
  expect(system?.labels).toMatchObject({ 'autoscaling-testbed/role': 'system' });
  expect(parse(system?.kubeadmConfigPatches?.[0] ?? '')).toEqual({
    kind: 'JoinConfiguration',
    nodeRegistration: { taints: [{ key: 'autoscaling-testbed/role', value: 'system', effect: 'NoSchedule' }] },
  });
});

test('listens on no address but 127.0.0.1', () => {
  const { networking, nodes } = kindConfig(kindSettings.parse({ ports: { http: 80 } }), 1, 30090);
  expect(networking).toEqual({ apiServerAddress: '127.0.0.1' });
  const mappings = (
    nodes as { extraPortMappings?: { containerPort: number; hostPort: number; listenAddress: string }[] }[]
  ).flatMap(({ extraPortMappings = [] }) => extraPortMappings);
  expect(
    mappings.map(({ containerPort, hostPort, listenAddress }) => [listenAddress, hostPort, containerPort]),
  ).toEqual([
    ['127.0.0.1', 80, 80],
    ['127.0.0.1', 8443, 443],
    ['127.0.0.1', 30090, 30090],
  ]);
});

test.each([
  ['an image by its tag only', { nodeImage: 'kindest/node:v1.37.0' }, 'by digest'],
  ['a port twice', { ports: { http: 8443 } }, 'three different ports'],
  ['a port that is none', { ports: { http: 70000 } }, ''],
])('refuses %s', (_, value, why) => {
  const { success, error } = kindSettings.safeParse(value);
  expect(success).toBe(false);
  expect(error?.message).toContain(why);
});

test("makes a name for kind of the stack's", () => {
  expect(kindName('Dev_1')).toBe('testbed-dev-1');
  expect(() => kindName('x'.repeat(43))).toThrow('at most 42 characters');
});
