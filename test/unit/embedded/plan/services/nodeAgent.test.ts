import { existsSync } from 'node:fs';

import { agentSpec } from '../../../../../embedded/agent/settings';
import { nodeAgent, nodeServices } from '../../../../../embedded/plan/services';
import { parts } from '../../scratch';
import { context, flagsOf, layout } from './demo';

const settings = agentSpec.parse({ maxNodes: 3, pools: { spot: { delay: 30 } } });
const service = nodeAgent(layout, 70, settings, { ...parts, tools: { ...parts.tools } }, '/tools:/bin');

describe('the node agent', () => {
  it('runs beside the control plane', () => {
    expect(service).toMatchObject({
      name: 'node-agent',
      dir: '/demo/state/service/node-agent',
      group: 'autoscaling-testbed/demo/control',
      env: { PATH: '/tools:/bin' },
    });
  });

  it('is a program that is there, and is told all by its file', () => {
    const [node, , loader = '', program = '', file = ''] = service.command;
    expect([node, file]).toEqual([process.execPath, '/demo/state/config/node-agent.json']);
    expect([loader, program].filter((path) => !existsSync(path))).toEqual([]);
    expect(JSON.parse(service.files?.[file] ?? '')).toMatchObject({ layout, block: 70, settings });
  });
});

describe('a kubelet that takes on a Node', () => {
  const services = nodeServices(
    { ...context, claim: { providerId: 'kwok://load', maxPods: 20 } },
    parts.tools,
    '/cg',
    '/bin',
  );
  const config = (all: typeof services): Record<string, unknown> => {
    const files = all.find(({ name }) => name === 'n3-kubelet')?.files ?? {};
    return JSON.parse(Object.values(files)[0] ?? '{}') as Record<string, unknown>;
  };

  it('has its name and provider ID, and never makes a Node itself', () => {
    expect(flagsOf(services, 'n3-kubelet')).toMatchObject({
      'hostname-override': 'load',
      'provider-id': 'kwok://load',
    });
    expect(config(services)).toMatchObject({ registerNode: false, maxPods: 20 });
    expect(config(services)).not.toHaveProperty('registerWithTaints');
  });

  it('differs in nothing else from one of a static node', () => {
    const plain = nodeServices(context, parts.tools, '/cg', '/bin');
    expect(flagsOf(plain, 'n3-kubelet')).not.toHaveProperty('provider-id');
    const { registerNode, maxPods, ...others } = config(services);
    const { registerWithTaints, ...same } = config(plain);
    expect([registerNode, maxPods, registerWithTaints]).toEqual([false, 20, [expect.anything()]]);
    expect(others).toEqual(same);
  });
});
