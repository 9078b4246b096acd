import { z } from 'zod';
import { createHpa, hpaNotes, replicasClaim } from './hpa';
import { boundsInOrder, hpaCommon } from './hpaSettings';
import { oneTarget, resourceClaim, resourceMetric, resourceNotice, resourceTarget } from './resourceMetric';
import type { Variant } from './types';

const NAME = 'hpa-memory';

const settings = z.strictObject({ ...hpaCommon, ...resourceTarget('memory') }).check(boundsInOrder, oneTarget);

/** An HPA on the pods' memory, which comes from metrics-server. */
export const hpaMemory: Variant<z.infer<typeof settings>> = {
  name: NAME,
  description: 'memory usage of the pods, or of one container of each (HPA)',
  settings,
  requires: () => ['metrics-server'],
  claims: () => [replicasClaim(NAME), resourceClaim('memory', NAME)],
  notes: hpaNotes,
  notice: ({ behavior }) => resourceNotice('memory', behavior),
  create: (name, args, options) => createHpa(name, NAME, args, [resourceMetric('memory', args.settings)], options),
};
