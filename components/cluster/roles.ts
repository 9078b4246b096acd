import type { Placement } from './types';

/** The label that says what a node of the testbed's own clusters is for. */
export const ROLE = 'autoscaling-testbed/role';

/** The taint of the node for the platform and the load generator. */
export const systemTaint = { key: ROLE, value: 'system', effect: 'NoSchedule' } as const;

/** The application's nodes are for it alone: the platform and the load generator have the tainted node. */
export const rolePlacement: { readonly app: Placement; readonly system: Placement } = {
  app: { nodeSelector: { [ROLE]: 'app' }, tolerations: [] },
  system: {
    nodeSelector: { [ROLE]: 'system' },
    tolerations: [{ key: ROLE, operator: 'Exists', effect: 'NoSchedule' }],
  },
};
