import { evictionReserve, systemReserved, tooLarge } from '../../../../embedded/plan/size';

const mebibyte = 1024 ** 2;
const machine = { cores: 8, memory: 16_384 * mebibyte };
const node = { name: 'app-1', cpu: 1.5, memory: 2048 * mebibyte };

describe('systemReserved', () => {
  // Allocatable = capacity - system-reserved - eviction threshold (Kubernetes: "Reserve Compute Resources for System Daemons").
  it("leaves the node's size as allocatable", () => {
    expect(evictionReserve).toBe(104_857_600);
    // 8 - 1.5 cores; 16384 - 2048 - 100 = 14236 MiB
    expect(systemReserved(node, machine)).toEqual({ cpu: '6500m', memory: '14577664Ki' });
  });

  it('reserves whole millicores and KiB, memory rounded up', () => {
    const odd = { ...node, cpu: 0.1 + 0.2, memory: node.memory - 1 };
    expect(systemReserved(odd, machine)).toEqual({ cpu: '7700m', memory: '14577665Ki' });
  });

  it('reserves nothing for a node of the whole machine', () => {
    const whole = { name: 'all', cpu: 8, memory: machine.memory - evictionReserve };
    expect(systemReserved(whole, machine)).toEqual({ cpu: '0m', memory: '0Ki' });
    expect(tooLarge(whole, machine)).toBeUndefined();
  });
});

describe('tooLarge', () => {
  it('names what a node has too much of', () => {
    expect(tooLarge({ ...node, cpu: 8.5 }, machine)).toBe('node "app-1": cpu 8.5 is more than this machine\'s 8 cores');
    expect(tooLarge({ ...node, memory: machine.memory - evictionReserve + 1 }, machine)).toBe(
      'node "app-1": memory 17075011585 is more than the 17075011584 bytes that this machine can give',
    );
  });
});
