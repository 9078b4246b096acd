import { addressesOf, freeBlock, maxNodes, nodeAddress, overlap, podRange } from '../../../../embedded/plan/addresses';

describe('addresses of a cluster', () => {
  it('all lie in its block', () => {
    expect(addressesOf(70)).toEqual({
      block: 70,
      subnet: '10.70.0.0/16',
      gateway: '10.70.0.1',
      host: '10.70.0.254',
      services: '10.70.16.0/20',
      kubernetes: '10.70.16.1',
      dns: '10.70.16.10',
      pods: '10.70.128.0/17',
      link: 'atb70',
    });
  });

  it('give each node an address and pods of its own', () => {
    expect([nodeAddress(70, 1), podRange(70, 1)]).toEqual(['10.70.0.11', '10.70.128.0/24']);
    expect([nodeAddress(70, 3), podRange(70, 3)]).toEqual(['10.70.0.13', '10.70.130.0/24']);
  });

  it('have room for as many nodes as are allowed', () => {
    const { host, gateway, pods, services } = addressesOf(127);
    const indices = Array.from({ length: maxNodes }, (_, i) => i + 1);
    const addresses = indices.map((index) => nodeAddress(127, index));
    expect(
      addresses.filter((address) => [host, gateway].includes(address) || !overlap(address, '10.127.0.0/24')),
    ).toEqual([]);
    const ranges = indices.map((index) => podRange(127, index));
    expect(ranges.filter((range) => !overlap(range, pods) || overlap(range, services))).toEqual([]);
    expect(podRange(127, maxNodes)).toBe('10.127.247.0/24');
  });
});

describe('overlap', () => {
  it.each([
    ['10.70.0.0/16', '10.70.3.4', true],
    ['10.70.3.4/32', '10.70.3.4', true],
    ['10.70.0.0/16', '10.69.255.255', false],
    ['10.70.0.0/16', '10.71.0.0', false],
    ['10.64.0.0/10', '10.127.255.255', true],
    ['10.64.0.0/10', '10.128.0.0/16', false],
    ['0.0.0.0/0', '10.70.0.0/16', true],
    // A range named by an address in its middle.
    ['10.70.5.9/16', '10.70.0.1', true],
    ['192.168.0.0/16', '192.169.0.0/16', false],
  ])('of %s and %s is %s, either way round', (a, b, expected) => {
    expect([overlap(a, b), overlap(b, a)]).toEqual([expected, expected]);
  });
});

describe('freeBlock', () => {
  it('is the lowest that is neither claimed nor routed', () => {
    expect(freeBlock(new Set(), [])).toBe(64);
    expect(freeBlock(new Set([64, 66]), ['10.65.1.0/24', '192.168.1.0/24'])).toBe(67);
    expect(freeBlock(new Set(), ['10.64.0.0/11', '10.96.0.1'])).toBe(97);
  });

  it('is none when the whole range is routed', () => {
    expect(freeBlock(new Set(), ['10.0.0.0/8'])).toBeUndefined();
    expect(
      freeBlock(new Set([127]), ['10.64.0.0/11', '10.96.0.0/12', '10.112.0.0/13', '10.120.0.0/13']),
    ).toBeUndefined();
  });
});
