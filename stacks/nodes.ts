import { z } from 'zod';
import { SIDECAR_CPU_LIMIT } from '../components/addons/istio/mesh';
import type { Problem } from './problems';

const size = (cpu: number, memoryMiB: number) =>
  z
    .strictObject({
      /** CPU quota, cores. */
      cpu: z.number().min(0.1).max(1024).default(cpu),
      /** Memory limit, MiB. */
      memoryMiB: z.int().min(512).max(16_777_216).default(memoryMiB),
    })
    .prefault({});

/** The nodes of a cluster that the testbed makes on this machine. */
export const nodes = z.strictObject({
  /** Number of nodes for the application under test; 0 where node pools make them. */
  count: z.int().min(0).max(50).default(1),
  /** Size of each of them. */
  app: size(1.5, 2048),
  /** Size of the node for the platform and the load generator. */
  system: size(1, 3072),
});

export type Nodes = Readonly<z.infer<typeof nodes>>;

/** With cgroup v1 a container whose CPU limit is higher than its node's does not start. */
export function sidecarFits({ app, system }: Nodes): Problem[] {
  return Object.entries({ app, system })
    .filter(([, { cpu }]) => cpu < SIDECAR_CPU_LIMIT)
    .map(([node, { cpu }]) => ({
      path: `nodes.${node}.cpu`,
      value: cpu,
      allowed: `at least ${SIDECAR_CPU_LIMIT} with istio.mode sidecar: the CPU limit of a sidecar, cores`,
    }));
}

/** A pod that fits on no node would stay pending for ever, and with cgroup v1 one whose CPU limit is higher than its node's does not start. */
export function fits(
  app: { readonly cpuRequest: number; readonly cpuLimit?: number; readonly memoryMiB: number },
  { app: node }: Nodes,
): Problem[] {
  return [
    ...(['cpuRequest', 'cpuLimit'] as const)
      .filter((key) => (app[key] ?? 0) > node.cpu)
      .map((key) => ({
        path: `workload.${key}`,
        value: app[key],
        allowed: `at most nodes.app.cpu (${node.cpu} cores)`,
      })),
    ...(app.memoryMiB > node.memoryMiB
      ? [
          {
            path: 'workload.memoryMiB',
            value: app.memoryMiB,
            allowed: `at most nodes.app.memoryMiB (${node.memoryMiB})`,
          },
        ]
      : []),
  ];
}
