import { parseCidr, planSubnets } from '../../../../../components/cluster/eks/subnets';

describe('planSubnets', () => {
  it('gives each of three zones a quarter of the VPC, and a quarter of the last quarter', () => {
    expect(planSubnets('10.0.0.0/16', 3)).toEqual([
      { private: '10.0.0.0/18', public: '10.0.192.0/20' },
      { private: '10.0.64.0/18', public: '10.0.208.0/20' },
      { private: '10.0.128.0/18', public: '10.0.224.0/20' },
    ]);
  });

  it('gives each of four zones an eighth', () => {
    expect(planSubnets('172.31.0.0/20', 4).map(({ private: own }) => own)).toEqual([
      '172.31.0.0/23',
      '172.31.2.0/23',
      '172.31.4.0/23',
      '172.31.6.0/23',
    ]);
  });

  // Every size of VPC that AWS takes, with every number of zones that a region has.
  const cases = Array.from({ length: 13 }, (_, size) => 16 + size).flatMap((prefix) =>
    Array.from({ length: 6 }, (_, zone) => [`192.168.0.0/${prefix}`, zone + 1] as const),
  );
  const planned = cases.flatMap(([vpc, zones]) => {
    try {
      return [{ vpc, zones, plan: planSubnets(vpc, zones) }];
    } catch (error) {
      return (error as Error).message.includes('too small') ? [] : [{ vpc, zones, plan: [] }];
    }
  });

  it('has two subnets a zone, inside the VPC, that do not overlap', () => {
    expect(planned.length).toBeGreaterThan(50);
    for (const { vpc, zones, plan } of planned) {
      const ranges = plan.flatMap((zone) => [zone.private, zone.public]).map(bounds);
      expect(ranges).toHaveLength(2 * zones);
      const whole = bounds(vpc);
      const sorted = ranges.toSorted((a, b) => a.first - b.first);
      sorted.forEach(({ first, last }, index) => {
        expect(first).toBeGreaterThanOrEqual(whole.first);
        expect(last).toBeLessThanOrEqual(whole.last);
        expect(first).toBeGreaterThan(sorted[index - 1]?.last ?? -1);
      });
    }
  });

  it('has subnets of the sizes that AWS takes, the private ones at least as large', () => {
    for (const { plan } of planned) {
      for (const zone of plan) {
        const [own, open] = [parseCidr(zone.private).prefix, parseCidr(zone.public).prefix];
        expect(own).toBeLessThanOrEqual(open);
        expect(open).toBeLessThanOrEqual(28);
        expect(own).toBeGreaterThanOrEqual(16);
      }
    }
  });

  it('keeps more than a third of the VPC for nodes and pods', () => {
    for (const { vpc, plan } of planned) {
      const addresses = plan.reduce((sum, zone) => sum + 2 ** (32 - parseCidr(zone.private).prefix), 0);
      expect(addresses / 2 ** (32 - parseCidr(vpc).prefix)).toBeGreaterThan(1 / 3);
    }
  });

  it('refuses a VPC that is too small, and says what would be', () => {
    expect(() => planSubnets('10.0.0.0/26', 3)).toThrow(
      'vpcCidr is 10.0.0.0/26: too small for 3 zones, whose public subnets would be /30; the smallest is /28',
    );
  });

  it('refuses no zones', () => {
    expect(() => planSubnets('10.0.0.0/16', 0)).toThrow('zones is 0');
  });
});

describe('parseCidr', () => {
  it('reads a network', () => {
    expect(parseCidr('10.1.0.0/16')).toEqual({ address: 167_837_696, prefix: 16 });
    expect(parseCidr('0.0.0.0/0')).toEqual({ address: 0, prefix: 0 });
  });

  it.each(['10.0.0/16', '10.0.0.0', '10.0.0.256/32', '10.0.0.0/33', 'fd00::/8', ''])('refuses %j', (text) => {
    expect(() => parseCidr(text)).toThrow('is not an IPv4 range like 10.0.0.0/16');
  });

  it('refuses an address inside a network, and says which network it is in', () => {
    expect(() => parseCidr('10.0.7.1/16')).toThrow(
      '10.0.7.1/16 is not the start of a /16 network: that is 10.0.0.0/16',
    );
  });
});

function bounds(range: string): { first: number; last: number } {
  const { address, prefix } = parseCidr(range);
  return { first: address, last: address + 2 ** (32 - prefix) - 1 };
}
