/** First and last block: 10.64.0.0/16 to 10.127.0.0/16, the clusters' share of the private range 10.0.0.0/8. */
export const firstBlock = 64;
export const lastBlock = 127;

/** Most nodes that a block has room for. */
export const maxNodes = 120;

/**
 * Addresses of one cluster, all in its block 10.X.0.0/16:
 * 10.X.0.0/24 nodes, 10.X.16.0/20 Services, 10.X.128.0/17 pods (a /24 each node).
 */
export interface Addresses {
  readonly block: number;
  /** The whole block. */
  readonly subnet: string;
  /** Address of the bridge, on which the API server listens. */
  readonly gateway: string;
  /** Address of this machine on the bridge. */
  readonly host: string;
  readonly services: string;
  /** Address of the Service `kubernetes`. */
  readonly kubernetes: string;
  /** Address of the Service `kube-dns`. */
  readonly dns: string;
  readonly pods: string;
  /** The host's interface to the cluster. */
  readonly link: string;
}

export function addressesOf(block: number): Addresses {
  const prefix = `10.${block}`;
  return {
    block,
    subnet: `${prefix}.0.0/16`,
    gateway: `${prefix}.0.1`,
    host: `${prefix}.0.254`,
    services: `${prefix}.16.0/20`,
    kubernetes: `${prefix}.16.1`,
    dns: `${prefix}.16.10`,
    pods: `${prefix}.128.0/17`,
    link: `atb${block}`,
  };
}

/** Address of node number `index`, counted from 1. */
export const nodeAddress = (block: number, index: number): string => `10.${block}.0.${10 + index}`;

/** Pod range of node number `index`, counted from 1. */
export const podRange = (block: number, index: number): string => `10.${block}.${127 + index}.0/24`;

const parse = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

/** First and last address of `A.B.C.D/LENGTH`; without a length it is one address. */
function bounds(range: string): readonly [number, number] {
  const [address = '', length = '32'] = range.split('/');
  const size = 2 ** (32 - Number(length));
  const first = Math.floor(parse(address) / size) * size;
  return [first, first + size - 1];
}

/** Whether two IPv4 ranges have an address in common. */
export function overlap(a: string, b: string): boolean {
  const [firstA, lastA] = bounds(a);
  const [firstB, lastB] = bounds(b);
  return firstA <= lastB && firstB <= lastA;
}

/** The lowest block that neither another cluster has claimed nor any of the machine's `ranges` (routes, addresses) touches. */
export function freeBlock(claimed: ReadonlySet<number>, ranges: readonly string[]): number | undefined {
  for (let block = firstBlock; block <= lastBlock; block++) {
    const { subnet } = addressesOf(block);
    if (!claimed.has(block) && !ranges.some((range) => overlap(range, subnet))) return block;
  }
  return undefined;
}
