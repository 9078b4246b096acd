/** How each of several services was scaled, and what it took. */
import type { ServiceScaling, ServiceSli } from '../services/types';
import type { Facts } from './facts';
import { DEFINITIONS } from './definitions';
import type { Value } from './definition';
import { eachService } from './graph';
import { reactions } from './reaction';
import { scaleDowns } from './scaleDown';
import { cost } from './topics/cost';
import { scaling } from './topics/scaling';

/** The SLIs that each service has of its own. */
export const SERVICE_SLIS = [
  'replicasMax',
  'replicasEnd',
  'replicasMean',
  'replicaSeconds',
  'podSeconds',
  'oscillations',
  'reactionTime',
  'reactionTimeDown',
  'requestedCpuSeconds',
  'requestedMemorySeconds',
  'cost',
] as const;

/**
 * By service; none of a workload that is one. Latencies in the reactions are those at the entry.
 * @param currency of the price list
 * @param told how a value is written into a result
 */
export function servicesScaling(
  facts: Facts,
  currency: string,
  told: (value: Value) => Omit<ServiceSli, 'unit'>,
): Readonly<Record<string, ServiceScaling>> {
  return Object.fromEntries(
    eachService(facts).map(([name, own]) => {
      const { recording, spec, target } = own;
      const { autoscaler } = target;
      const scaled = [autoscaler.hpa, autoscaler.scaledObject, autoscaler.vpa].some((object) => object !== undefined);
      const answers = scaled
        ? {
            reactions: reactions(recording, spec, autoscaler),
            scaleDowns: scaleDowns(recording, spec, autoscaler),
          }
        : { reactions: [], scaleDowns: [] };
      const view = { ...own, ...answers };
      const values = { ...scaling(view), ...cost(view, { reason: 'nodes are of the whole cluster' }) };
      const slis = SERVICE_SLIS.map((sli) => {
        const { unit } = DEFINITIONS[sli];
        const value: Value =
          !scaled && isReaction(sli) ? { reason: 'nothing scales it', notApplicable: true } : values[sli];
        return [sli, { ...told(value), unit: unit === 'currency' ? currency : unit }] as const;
      });
      return [name, { slis: Object.fromEntries(slis), ...(scaled && answers) }];
    }),
  );
}

const isReaction = (sli: string): boolean => sli.startsWith('reactionTime');
