/** The two subnets of one availability zone. */
export interface ZoneSubnets {
  /** For nodes and pods: without addresses of the internet. */
  readonly private: string;
  /** For NAT gateways and load balancers. */
  readonly public: string;
}

/** AWS takes subnets of /16 to /28. */
const SMALLEST_PREFIX = 28;

/**
 * Divides a VPC's range among zones. The range is cut into equal parts, one more than there are zones at least: each zone has one as its
 * private subnet, because every pod takes an address of it, and the last part is divided into the public ones.
 * @throws Error that names the range when it is not a network's, or the subnets would be smaller than AWS takes
 */
export function planSubnets(vpcCidr: string, zones: number): ZoneSubnets[] {
  const vpc = parseCidr(vpcCidr);
  if (!Number.isInteger(zones) || zones < 1) throw new Error(`zones is ${zones}: must be a whole number of at least 1`);
  const privatePrefix = vpc.prefix + bits(zones + 1);
  const publicPrefix = privatePrefix + bits(zones);
  if (publicPrefix > SMALLEST_PREFIX) {
    throw new Error(
      `vpcCidr is ${vpcCidr}: too small for ${zones} zones, whose public subnets would be /${publicPrefix}; the smallest is /${SMALLEST_PREFIX}`,
    );
  }
  const part = 2 ** (32 - privatePrefix);
  const publicStart = vpc.address + (2 ** bits(zones + 1) - 1) * part;
  return Array.from({ length: zones }, (_, zone) => ({
    private: cidrText(vpc.address + zone * part, privatePrefix),
    public: cidrText(publicStart + zone * 2 ** (32 - publicPrefix), publicPrefix),
  }));
}

/** Bits that number `count` things. */
const bits = (count: number): number => Math.ceil(Math.log2(count));

export interface Cidr {
  /** First address, as a number. */
  readonly address: number;
  readonly prefix: number;
}

/** @throws Error that names the text when it is not an IPv4 network, or has bits set beyond its prefix */
export function parseCidr(text: string): Cidr {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  const [a = 256, b = 256, c = 256, d = 256, prefix = 33] = (match ?? []).slice(1).map(Number);
  if (Math.max(a, b, c, d) > 255 || prefix > 32)
    throw new Error(`${JSON.stringify(text)} is not an IPv4 range like 10.0.0.0/16`);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const first = address - (address % 2 ** (32 - prefix));
  if (first !== address)
    throw new Error(`${text} is not the start of a /${prefix} network: that is ${cidrText(first, prefix)}`);
  return { address, prefix };
}

const cidrText = (address: number, prefix: number): string =>
  `${[24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')}/${prefix}`;
