import { z } from 'zod';
import { createHpa, hpaNotes, replicasClaim } from './hpa';
import { boundsInOrder, hpaCommon } from './hpaSettings';
import { oneTarget, resourceClaim, resourceMetric, resourceNotice, resourceTarget } from './resourceMetric';
import type { Variant } from './types';

const NAME = 'hpa-cpu';

const settings = z.strictObject({ ...hpaCommon, ...resourceTarget('cpu') }).check(boundsInOrder, oneTarget);

/** An HPA on the pods' CPU, which comes from metrics-server. */
export const hpaCpu: Variant<z.infer<typeof settings>> = {
  name: NAME,
  description: 'CPU usage of the pods, or of one container of each (HPA)',
  settings,
  requires: () => ['metrics-server'],
  claims: () => [replicasClaim(NAME), resourceClaim('cpu', NAME)],
  notes: hpaNotes,
  notice: ({ behavior }) => resourceNotice('cpu', behavior),
  create: (name, args, options) => createHpa(name, NAME, args, [resourceMetric('cpu', args.settings)], options),
};
