import type { SliName } from '../slis/definitions';

export type Direction = 'lower' | 'higher';

/** Which way an SLI is better. Those that are not here are neither good nor bad by themselves: replicas, utilization. */
export const DIRECTIONS: Readonly<Partial<Record<SliName, Direction>>> = {
  latencyP50: 'lower',
  latencyP90: 'lower',
  latencyP95: 'lower',
  latencyP99: 'lower',
  latencyMax: 'lower',
  servedRate: 'higher',
  errorRate: 'lower',
  availability: 'higher',
  cpuSaturation: 'lower',
  podSeconds: 'lower',
  requestedCpuSeconds: 'lower',
  reactionTime: 'lower',
};
