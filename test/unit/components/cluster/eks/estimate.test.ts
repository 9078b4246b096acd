import { estimate, estimateText } from '../../../../../components/cluster/eks/estimate';
import { prices } from '../../../../../components/cluster/eks/prices';
import { eksSettings } from '../../../../../components/cluster/eks/settings';

const settings = (raw: object = {}) => eksSettings.parse({ images: { sample: 'registry.example/sample:1' }, ...raw });
const item = (raw: object, what: string) => estimate(settings(raw)).items.find((entry) => entry.what.startsWith(what));

/** A node with 40 GiB of disk: $0.08 a GiB and month of 730 hours. */
const DISK = (40 * 0.08) / 730;

describe('the estimate of a cluster', () => {
  it('is the sum of the control plane, the gateway, the key and the nodes at their fewest and most', () => {
    const { least, most } = estimate(settings());
    const base = 0.1 + (0.045 + 0.005) + 1 / 730;
    // Fewest: 2 system, 1 load, 1 app. Most: 3, 1, 10.
    expect(least).toBeCloseTo(base + 4 * (0.1008 + DISK), 10);
    expect(most).toBeCloseTo(base + 14 * (0.1008 + DISK), 10);
  });

  it('counts a gateway and its address for each zone where asked', () => {
    expect(item({ natGateways: 'per-zone', zones: 3 }, '3 NAT')?.least).toBeCloseTo(0.15, 10);
  });

  it('counts a group with several types at its dearest, and spot at the on-demand price', () => {
    const nodeGroups = {
      system: { role: 'system' },
      load: { role: 'load' },
      app: { role: 'app', capacity: 'spot', instanceTypes: ['m6a.large', 'm7a.large'], min: 0, max: 5 },
    };
    expect(item({ nodeGroups }, 'nodes of app')).toEqual({
      what: 'nodes of app (0 to 5)',
      least: 0,
      most: expect.closeTo(5 * (0.11592 + DISK), 10) as number,
    });
  });

  it("counts Karpenter's nodes up to its limit, at the dearest processor", () => {
    const karpenter = { instanceTypes: ['m7i.large', 'm6i.xlarge'], cpuLimit: 16 };
    expect(item({ nodeScaling: 'karpenter', karpenter }, 'nodes of Karpenter')).toEqual({
      what: 'nodes of Karpenter (up to 16 vCPU)',
      least: 0,
      most: expect.closeTo(8 * (0.1008 + DISK), 10) as number,
    });
  });

  it('says which types it knows no price of', () => {
    const nodeGroups = {
      system: { role: 'system' },
      load: { role: 'load' },
      app: { role: 'app', instanceTypes: ['x9.large'] },
    };
    expect(estimate(settings({ nodeGroups })).notes).toContain(
      'no price is known of x9.large: these nodes count with their disks only',
    );
  });

  it('says that another region has other prices', () => {
    expect(estimate(settings({ region: 'eu-central-1' })).notes[0]).toBe(
      'prices are those of us-east-1, eu-central-1 has others',
    );
    expect(estimate(settings()).notes).toHaveLength(1);
  });

  it('is called an estimate, with the date of the prices and what is not in it', () => {
    const text = estimateText(estimate(settings()));
    expect(text.split('\n')).toEqual([
      'Estimate, not an offer: this EKS cluster costs about $0.57 to $1.62 an hour (prices of 2026-07-20).',
      '  control plane: $0.10',
      '  1 NAT gateway(s): $0.05',
      '  encryption key: $0.00',
      '  nodes of system (2 to 3): $0.21 to $0.32',
      '  nodes of load (1 to 1): $0.11',
      '  nodes of app (1 to 10): $0.11 to $1.05',
      '  (not in it: data transfer and processing, logs, volumes of pods, load balancers, taxes)',
    ]);
  });
});

describe('the price table', () => {
  it('has the types of the default settings', () => {
    const { nodeGroups, karpenter } = settings();
    const types = [...Object.values(nodeGroups).flatMap((group) => group.instanceTypes), ...karpenter.instanceTypes];
    expect(Object.keys(prices.instances)).toEqual(expect.arrayContaining(types));
  });

  it('doubles from size to size within a family, as the price list does', () => {
    for (const [type, { vcpu, perHour }] of Object.entries(prices.instances)) {
      const [family = ''] = type.split('.');
      const large = prices.instances[`${family}.large`];
      if (large === undefined || type.startsWith('t3.medium')) continue;
      expect(perHour / vcpu).toBeCloseTo(large.perHour / large.vcpu, 6);
    }
  });
});
