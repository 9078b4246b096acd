import { addressesOf } from '../../../../../embedded/plan/addresses';
import { controlPlane, nodeServices, type Service } from '../../../../../embedded/plan/services';
import type { NodeRecord } from '../../../../../embedded/record';
import { layoutIn, parts, record } from '../../scratch';

export const layout = layoutIn('/demo');
const addresses = addressesOf(70);
const [, load] = record.nodes as [NodeRecord, NodeRecord];
export const context = {
  layout,
  node: load,
  addresses,
  machine: { cores: 8, memory: 16 * 1024 ** 3 },
  pauseImage: 'testbed.local/pause:1',
  cniPluginsDir: '/parts/cni',
};

export const control = controlPlane(layout, addresses, parts);
export const ofNode = nodeServices(context, parts.tools, '/cg/autoscaling-testbed/demo/n3', '/tools:/bin');

/** A service's flags by name. */
export function flagsOf(services: readonly Service[], name: string): Record<string, string> {
  const service = services.find((each) => each.name === name);
  if (!service) throw new Error(`there is no service ${name}`);
  return Object.fromEntries(
    service.command.flatMap((word) => {
      const [, flag, value] = /^--([^=]+)=(.*)$/s.exec(word) ?? [];
      return flag === undefined || value === undefined ? [] : [[flag, value]];
    }),
  );
}
