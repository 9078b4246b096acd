import { execFileSync } from 'node:child_process';

import { addressesOf } from '../../../../embedded/plan/addresses';
import {
  hardwareAddress,
  hostBatch,
  networkScript,
  nodeNetworkScript,
  removeNodeScript,
} from '../../../../embedded/plan/networkScript';

const addresses = addressesOf(70);
const script = networkScript(
  addresses,
  [
    { index: 1, pid: 501 },
    { index: 3, pid: 503 },
  ],
  400,
);

describe('hardwareAddress', () => {
  it('is local, for one station, and holds the IPv4 address', () => {
    expect(hardwareAddress('10.70.0.254')).toBe('02:00:0a:46:00:fe');
    // IEEE 802: of the first byte, bit 1 is "locally administered", bit 0 "group".
    expect(Number.parseInt(hardwareAddress('10.70.0.1').slice(0, 2), 16) & 0b11).toBe(0b10);
  });
});

describe('nodeNetworkScript', () => {
  it('links one node as the others are linked, and touches nothing else', () => {
    const one = nodeNetworkScript(addresses, { index: 3, pid: 503 });
    expect(() => execFileSync('sh', ['-n', '-c', one])).not.toThrow();
    const lines = one.trim().split('\n');
    // The prelude is the same; then comes what networkScript has for this node.
    expect(script).toContain(lines.slice(2).join('\n'));
    expect(one).not.toMatch(/br0 address|host0|node1|10\.70\.16\.0/);
  });
});

describe('networkScript', () => {
  it('is shell that can be read', () => {
    expect(() => execFileSync('sh', ['-n', '-c', script])).not.toThrow();
  });

  it('links the bridge with this machine, and makes neither twice', () => {
    const lines = script.split('\n');
    expect(lines).toContain('has br0 || ip link add br0 address 02:00:0a:46:00:01 type bridge');
    expect(lines).toContain('ip addr replace 10.70.0.1/24 dev br0');
    expect(lines).toContain(
      'has host0 || ip link add host0 type veth peer name atb70 address 02:00:0a:46:00:fe netns 400',
    );
  });

  it('links each node, and routes its pods to it', () => {
    const lines = script.split('\n').map((line) => line.trim());
    expect(lines).toContain('ip link add node3 type veth peer name eth0 address 02:00:0a:46:00:0d netns 503');
    expect(lines).toContain('ip route replace 10.70.128.0/24 via 10.70.0.11');
    expect(lines).toContain('ip route replace 10.70.130.0/24 via 10.70.0.13');
    const inside = lines.find((line) => line.startsWith('nsenter --target 503 --net sh -c'));
    expect(inside).toContain('ip addr replace 10.70.0.13/24 dev eth0');
    expect(inside).toContain('ip route replace default via 10.70.0.1');
  });

  it('routes Services by the first node there is', () => {
    expect(script).toContain('ip route replace 10.70.16.0/20 via 10.70.0.11\n');
    expect(networkScript(addresses, [{ index: 3, pid: 503 }], 400)).toContain(
      'ip route replace 10.70.16.0/20 via 10.70.0.13\n',
    );
  });
});

it('takes a node away, also when half of it is gone', () => {
  expect(removeNodeScript(addresses, 3).trimEnd().split('\n')).toEqual([
    'ip link del node3 2>/dev/null || true',
    'ip route del 10.70.130.0/24 2>/dev/null || true',
  ]);
});

it("gives this machine an address on the bridge, and one route to all of the cluster's", () => {
  expect(hostBatch(addresses, 'autoscaling-testbed/demo')).toBe(
    [
      'link set dev atb70 alias autoscaling-testbed/demo up',
      'addr replace 10.70.0.254/24 dev atb70',
      'route replace 10.70.0.0/16 via 10.70.0.1 dev atb70',
      '',
    ].join('\n'),
  );
});
