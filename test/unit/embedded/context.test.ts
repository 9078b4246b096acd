import { agentSpec } from '../../../embedded/agent/settings';
import { endpointOf, groupsOfNode, planOf, servicesOfNode } from '../../../embedded/context';
import { addressesOf } from '../../../embedded/plan/addresses';
import type { NodeRecord } from '../../../embedded/record';
import { layoutIn, parts, record } from './scratch';

const mebibyte = 1024 ** 2;
const machine = { cores: 8, memory: 16_384 * mebibyte };
const plan = planOf(layoutIn('/demo'), record, parts, machine, { version: 2, mount: '/cg', controllers: [] });
const root = 'autoscaling-testbed';

describe('planOf', () => {
  it('has a group for all that runs, each listed after its parent', () => {
    const paths = plan.groups.map(({ path }) => path);
    expect(paths).toEqual([
      root,
      `${root}/demo`,
      `${root}/demo/control`,
      `${root}/demo/n1`,
      `${root}/demo/n1/system`,
      `${root}/demo/n1/pods`,
      `${root}/demo/n3`,
      `${root}/demo/n3/system`,
      `${root}/demo/n3/pods`,
    ]);
    const services = [...plan.control, ...plan.nodes.flatMap((node) => node.services)];
    expect(services.filter(({ group }) => !paths.includes(group))).toEqual([]);
    const inner = new Set(plan.groups.filter((group) => group.inner).map(({ path }) => path));
    expect(services.filter(({ group }) => inner.has(group))).toEqual([]);
  });

  it("limits only a node's pods: to its cores, and to its memory and what the kubelet keeps free of it", () => {
    expect(plan.groups.filter(({ cpu, memory }) => cpu !== undefined || memory !== undefined)).toEqual([
      { path: `${root}/demo/n1/pods`, inner: true, shares: 1536, cpu: 1.5, memory: 2148 * mebibyte },
      { path: `${root}/demo/n3/pods`, inner: true, shares: 512, cpu: 0.5, memory: 612 * mebibyte },
    ]);
  });

  it('weighs the control plane above a node, and what runs a node like one core of its pods', () => {
    const shares = Object.fromEntries(plan.groups.map((group) => [group.path, group.shares]));
    expect(shares).toMatchObject({
      [`${root}/demo/control`]: 4096,
      [`${root}/demo/n1`]: 2560,
      [`${root}/demo/n1/system`]: 1024,
      [`${root}/demo/n3`]: 1536,
    });
  });

  it("lets a node's services find the helpers of the parts before those of the machine", () => {
    const path = plan.nodes[0]?.services.find(({ name }) => name === 'n1-containerd')?.env?.['PATH'];
    expect(path).toBe('/tools:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin');
  });

  it("ends what is left of a node by its control group's folder in the hierarchy", () => {
    expect(plan.nodes[1]?.services[0]?.before?.[0]).toContain('find /cg/autoscaling-testbed/demo/n3 ');
  });
});

describe('planOf a cluster with a node agent', () => {
  const agent = agentSpec.parse({ maxNodes: 3 });
  const hierarchies = { version: 2, mount: '/cg', controllers: [] } as const;
  const withAgent = planOf(layoutIn('/demo'), { ...record, agent }, parts, machine, hierarchies);

  it('has one more process, and else the same', () => {
    expect(withAgent.control.slice(0, -1)).toEqual(plan.control);
    expect(withAgent.control.at(-1)?.name).toBe('node-agent');
    expect([withAgent.nodes, withAgent.groups]).toEqual([plan.nodes, plan.groups]);
  });

  it('gives one of its nodes what a static one has', () => {
    const place = { layout: layoutIn('/demo'), addresses: addressesOf(70), parts, machine, hierarchies };
    const [app] = record.nodes as [NodeRecord];
    expect(servicesOfNode(place, app)).toEqual(plan.nodes[0]?.services);
    expect(groupsOfNode(layoutIn('/demo'), app)).toEqual(plan.groups.slice(3, 6));
  });
});

it('endpointOf is where the API server listens', () => {
  expect(endpointOf(addressesOf(70))).toBe('https://10.70.0.1:6443');
});
