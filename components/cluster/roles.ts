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

/** The application's placement where some of its nodes have taints of their own: its pods can go to all of them. */
export function appPlacement(taints: readonly { readonly key: string; readonly effect: string }[]): Placement {
  const tolerations = taints.map(({ key, effect }) => ({ key, operator: 'Exists', effect }));
  const distinct = new Map(tolerations.map((toleration) => [`${toleration.key} ${toleration.effect}`, toleration]));
  return { ...rolePlacement.app, tolerations: [...distinct.values()] };
}
