import { prices as pinned } from './prices';
import type { EksSettings } from './settings';

/** What something costs an hour: with the fewest nodes, and with the most. */
export interface CostItem {
  readonly what: string;
  /** US dollars an hour. */
  readonly least: number;
  /** US dollars an hour. */
  readonly most: number;
}

export interface Estimate {
  readonly items: readonly CostItem[];
  /** US dollars an hour. */
  readonly least: number;
  /** US dollars an hour. */
  readonly most: number;
  /** What is left out, and what else makes the bill differ. */
  readonly notes: readonly string[];
}

type Billed = Pick<EksSettings, 'region' | 'zones' | 'natGateways' | 'nodeGroups' | 'nodeScaling' | 'karpenter'>;

/**
 * An estimate of what the cluster costs an hour, from the pinned prices: least + nodes at their minimum, most + nodes at their maximum.
 * Spot nodes count at the on-demand price, which they do not exceed, and a group with several types at its dearest.
 */
export function estimate(settings: Billed, prices: typeof pinned = pinned): Estimate {
  const disk = (GiB: number): number => (GiB * prices.diskPerGiBMonth) / prices.hoursPerMonth;
  const unknown = new Set<string>();
  const known = (types: readonly string[]) =>
    types.flatMap((type) => {
      const found = prices.instances[type];
      if (found === undefined) unknown.add(type);
      return found ?? [];
    });

  const gateways = settings.natGateways === 'one' ? 1 : settings.zones;
  const items: CostItem[] = [
    constant('control plane', prices.controlPlanePerHour),
    constant(`${gateways} NAT gateway(s)`, gateways * (prices.natGatewayPerHour + prices.publicAddressPerHour)),
    constant('encryption key', prices.keyPerMonth / prices.hoursPerMonth),
    ...Object.entries(settings.nodeGroups).map(([name, { min, max, instanceTypes, diskGiB }]) => {
      const node = Math.max(0, ...known(instanceTypes).map(({ perHour }) => perHour)) + disk(diskGiB);
      return { what: `nodes of ${name} (${min} to ${max})`, least: min * node, most: max * node };
    }),
  ];
  if (settings.nodeScaling === 'karpenter') {
    const { instanceTypes, cpuLimit, diskGiB } = settings.karpenter;
    const perCpu = known(instanceTypes).map(({ vcpu, perHour }) => (perHour + disk(diskGiB)) / vcpu);
    const most = cpuLimit * Math.max(0, ...perCpu);
    items.push({ what: `nodes of Karpenter (up to ${cpuLimit} vCPU)`, least: 0, most });
  }
  const sum = (key: 'least' | 'most'): number => items.reduce((total, item) => total + item[key], 0);
  return { items, least: sum('least'), most: sum('most'), notes: notes(settings.region, unknown, prices) };
}

const constant = (what: string, cost: number): CostItem => ({ what, least: cost, most: cost });

function notes(region: string, unknown: ReadonlySet<string>, prices: typeof pinned): string[] {
  return [
    ...(region === prices.region ? [] : [`prices are those of ${prices.region}, ${region} has others`]),
    ...(unknown.size === 0
      ? []
      : [`no price is known of ${[...unknown].join(', ')}: these nodes count with their disks only`]),
    'not in it: data transfer and processing, logs, volumes of pods, load balancers, taxes',
  ];
}

const dollars = (value: number): string => `$${value.toFixed(2)}`;

/** The estimate as it is shown at preview. */
export function estimateText({ items, least, most, notes }: Estimate, date: string = pinned.date): string {
  const range = (from: number, to: number): string =>
    dollars(from) === dollars(to) ? dollars(from) : `${dollars(from)} to ${dollars(to)}`;
  return [
    `Estimate, not an offer: this EKS cluster costs about ${range(least, most)} an hour (prices of ${date}).`,
    ...items.map((item) => `  ${item.what}: ${range(item.least, item.most)}`),
    ...notes.map((note) => `  (${note})`),
  ].join('\n');
}
