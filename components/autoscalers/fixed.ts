import { z } from 'zod';
import type { Variant } from './types';

const settings = z.strictObject({
  /** Number of replicas, from 1. @default 1 */
  replicas: z.int().min(1).max(100).default(1),
});

/** No autoscaler: the baseline that every other variant is compared with. */
export const fixed: Variant<z.infer<typeof settings>> = {
  name: 'fixed',
  description: 'a constant number of replicas, the baseline',
  settings,
  requires: () => [],
  claims: () => [{ thing: 'replicas', owner: 'fixed' }],
  notice: () => null,
  replicas: ({ replicas }) => replicas,
  create: () => ({}),
};
