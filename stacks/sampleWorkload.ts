import { z } from 'zod';

const cores = z.number().min(0.01).max(1024);

/** How much a pod of the sample application is given, and how hard its work is. */
export const sampleWorkload = z
  .strictObject({
    /** CPU request of a pod, cores. */
    cpuRequest: cores.default(0.2),
    /** CPU limit of a pod, cores. */
    cpuLimit: cores.default(0.4),
    /** Memory request and limit of a pod, MiB. */
    memoryMiB: z.int().min(32).max(1_048_576).default(128),
    /** Rounds of work of one `/heavywork` request. @default the application's own, about 10 ms of CPU */
    heavyworkRounds: z.int().min(1).optional(),
  })
  .refine((value) => value.cpuRequest <= value.cpuLimit, {
    path: ['cpuRequest'],
    error: 'must be at most cpuLimit',
  });

export type SampleWorkload = Readonly<z.infer<typeof sampleWorkload>>;
