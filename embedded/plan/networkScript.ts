import { nodeAddress, podRange, type Addresses } from './addresses';
import { quote } from './quote';

const prelude = `set -e
has() { ip link show dev "$1" >/dev/null 2>&1; }`;

/**
 * A hardware address made from an IPv4 address. Left to itself a bridge takes the lowest of its links', which changes as nodes come and
 * go, and a new node at an old one's address has another: for up to half a minute then nobody finds it.
 */
export const hardwareAddress = (address: string): string =>
  ['02', '00', ...address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'))].join(':');

/** The bridge in the supervisor's network namespace, with a link to the network namespace of process `hostPid`. */
function hub(addresses: Addresses, hostPid: number): string {
  return `ip link set lo up
echo 1 >/proc/sys/net/ipv4/ip_forward
echo 0 >/proc/sys/net/ipv4/conf/all/send_redirects
has br0 || ip link add br0 address ${hardwareAddress(addresses.gateway)} type bridge
ip addr replace ${addresses.gateway}/24 dev br0
ip link set br0 up
echo 0 >/proc/sys/net/ipv4/conf/br0/send_redirects
has host0 || ip link add host0 type veth peer name ${addresses.link} address ${hardwareAddress(addresses.host)} netns ${hostPid}
ip link set host0 master br0 up`;
}

/** A node's link to the bridge. `pid` is its supervisor, which lives in the node's network namespace. */
function nodeLink(addresses: Addresses, { index, pid }: NodeProcess): string {
  const link = `node${index}`;
  const address = nodeAddress(addresses.block, index);
  const inside = [
    'ip link set lo up',
    `ip addr replace ${address}/24 dev eth0`,
    'ip link set eth0 up',
    `ip route replace default via ${addresses.gateway}`,
    'echo 1 >/proc/sys/net/ipv4/ip_forward',
  ].join(' && ');
  return `nsenter --target ${pid} --net ip link show dev eth0 >/dev/null 2>&1 || {
  ip link del ${link} 2>/dev/null || true
  ip link add ${link} type veth peer name eth0 address ${hardwareAddress(address)} netns ${pid}
}
ip link set ${link} master br0 up
nsenter --target ${pid} --net sh -c ${quote(inside)}
ip route replace ${podRange(addresses.block, index)} via ${address}`;
}

/** A node and its supervisor. */
export interface NodeProcess {
  readonly index: number;
  readonly pid: number;
}

/**
 * What makes the cluster's network, to be run in the supervisor's namespaces. Run again, it makes only what is missing.
 * Everything is routed by the bridge; Services by way of the first node, whose kube-proxy knows them.
 */
export function networkScript(addresses: Addresses, nodes: readonly NodeProcess[], hostPid: number): string {
  const [first] = nodes;
  const services = first
    ? `ip route replace ${addresses.services} via ${nodeAddress(addresses.block, first.index)}`
    : '';
  return [prelude, hub(addresses, hostPid), ...nodes.map((each) => nodeLink(addresses, each)), services, ''].join('\n');
}

/** What links one more node to a network that is there; to be run in the supervisor's namespaces. Run again, it makes only what is missing. */
export const nodeNetworkScript = (addresses: Addresses, node: NodeProcess): string =>
  [prelude, nodeLink(addresses, node), ''].join('\n');

/** Takes a node's link and route away again. */
export const removeNodeScript = (addresses: Addresses, index: number): string =>
  `ip link del node${index} 2>/dev/null || true
ip route del ${podRange(addresses.block, index)} 2>/dev/null || true
`;

/** `ip -batch` input for this machine's own side: its address on the bridge, and the way to nodes, pods and Services. */
export const hostBatch = (addresses: Addresses, alias: string): string =>
  [
    `link set dev ${addresses.link} alias ${alias} up`,
    `addr replace ${addresses.host}/24 dev ${addresses.link}`,
    `route replace ${addresses.subnet} via ${addresses.gateway} dev ${addresses.link}`,
    '',
  ].join('\n');
