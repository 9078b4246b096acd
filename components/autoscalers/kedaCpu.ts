import { z } from 'zod';
import { kedaBounds, kedaCommon, kedaNotes } from './kedaSettings';
import { oneTarget, resourceClaim, resourceNotice, resourceTarget, type ResourceTarget } from './resourceMetric';
import { createScaledObject, kedaClaims, type Trigger } from './scaledObject';
import type { Variant } from './types';

const NAME = 'keda-cpu';

const settings = z
  .strictObject({
    ...kedaCommon(1),
    ...resourceTarget('cpu'),
    minReplicaCount: z
      .int()
      .min(1, { error: 'at least 1: KEDA scales to zero only with a trigger that is not CPU or memory' })
      .default(1),
  })
  .check(kedaBounds, oneTarget);

/** A ScaledObject on CPU: KEDA makes an HPA of it that asks metrics-server, not KEDA. */
export const kedaCpu: Variant<z.infer<typeof settings>> = {
  name: NAME,
  description: 'CPU usage of the pods, or of one container of each (KEDA)',
  settings,
  requires: () => ['metrics-server', 'keda'],
  claims: () => [...kedaClaims(NAME), resourceClaim('cpu', NAME)],
  notes: (values) => kedaNotes(values),
  notice: ({ advanced }) => resourceNotice('cpu', advanced?.horizontalPodAutoscalerConfig?.behavior),
  create: (name, args, options) => createScaledObject(name, NAME, args, [cpuTrigger(args.settings)], options),
};

function cpuTrigger({ targetUtilization = 80, targetAverageValue, container }: ResourceTarget): Trigger {
  return {
    type: 'cpu',
    metricType: targetAverageValue === undefined ? 'Utilization' : 'AverageValue',
    metadata: { value: targetAverageValue ?? String(targetUtilization), containerName: container },
  };
}
