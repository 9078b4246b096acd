import type { SliName } from '../slis/definitions';

export type Direction = 'lower' | 'higher';

/**
 * Which way an SLI is better. Those that are not here are neither good nor bad by themselves: replicas, utilization, and jitter, of which 0 is
 * best.
 */
export const DIRECTIONS: Readonly<Partial<Record<SliName, Direction>>> = {
  latencyP50: 'lower',
  latencyP90: 'lower',
  latencyP95: 'lower',
  latencyP99: 'lower',
  latencyMax: 'lower',
  servedRate: 'higher',
  errorRate: 'lower',
  errorsTimeout: 'lower',
  errorsConnection: 'lower',
  errorsServer: 'lower',
  errorsClient: 'lower',
  errorsOther: 'lower',
  availability: 'higher',
  sloViolationSeconds: 'lower',
  errorBudgetUsed: 'lower',
  cpuSaturation: 'lower',
  reactionTime: 'lower',
  reactionTimeDown: 'lower',
  overshoot: 'lower',
  oscillations: 'lower',
  podSeconds: 'lower',
  nodeSeconds: 'lower',
  requestedCpuSeconds: 'lower',
  requestedMemorySeconds: 'lower',
  cost: 'lower',
  nodeCost: 'lower',
  costPerMillionGood: 'lower',
  underProvisioning: 'lower',
  overProvisioning: 'lower',
  underProvisioningShare: 'lower',
  overProvisioningShare: 'lower',
  underTimeshare: 'lower',
  overTimeshare: 'lower',
  instability: 'lower',
};
