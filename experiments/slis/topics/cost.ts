import { DEFAULT_PRICES } from '../../prices';
import { type Definitions, OBSERVED, type Value, type ValuesOf } from '../definition';
import { type Facts, NO_REQUEST } from '../facts';
import { heldSeconds } from '../resources';

const HOUR = 3600;
const GIB = 2 ** 30;
const HELD = 'times the time they were held on a node, from scheduling to deletion, over all pods';

export const COST = {
  requestedCpuSeconds: { unit: 'core-seconds', description: `CPU requests ${HELD}, ${OBSERVED}.`, core: false },
  requestedMemorySeconds: { unit: 'GiB-seconds', description: `Memory requests ${HELD}, ${OBSERVED}.`, core: false },
  cost: {
    unit: 'currency',
    description: `Price of what the pods requested: vCPU-hours and GiB-hours by the price list, ${OBSERVED}.`,
    core: false,
  },
  nodeCost: {
    unit: 'currency',
    description: `Price of the cluster's ready nodes: node-hours by the price list, ${OBSERVED}.`,
    core: false,
  },
  costPerMillionGood: {
    unit: 'currency',
    description:
      'cost / good requests x 1,000,000. Good: sent in the measured window and answered with a status of 200 to 399.',
    core: false,
  },
} as const satisfies Definitions;

/** @param nodeSeconds as the SLI of that name has it */
export function cost({ recording, spec, window, requests }: Facts, nodeSeconds: Value): ValuesOf<typeof COST> {
  const prices = spec.prices ?? DEFAULT_PRICES;
  const span = { from: window.measuredFrom, to: window.observedTo };
  const cpu = heldSeconds(recording.pods, span, 'requests', 'cpuCores');
  const memory = heldSeconds(recording.pods, span, 'requests', 'memoryBytes');
  const price: Value =
    'reason' in cpu
      ? cpu
      : 'reason' in memory
        ? memory
        : (cpu.value * prices.vcpuHour + (memory.value / GIB) * prices.gibHour) / HOUR;
  return {
    requestedCpuSeconds: 'reason' in cpu ? cpu : cpu.value,
    requestedMemorySeconds: 'reason' in memory ? memory : memory.value / GIB,
    cost: price,
    nodeCost: typeof nodeSeconds === 'number' ? (nodeSeconds / HOUR) * prices.nodeHour : nodeSeconds,
    costPerMillionGood: perMillion(price, requests),
  };
}

function perMillion(price: Value, { sent, served }: Facts['requests']): Value {
  if (typeof price !== 'number') return price;
  if (sent === 0) return NO_REQUEST;
  return served === 0 ? { reason: 'no request was good' } : (price / served) * 1e6;
}
