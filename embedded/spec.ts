import { z } from 'zod';

import { agentSpec } from './agent/settings';
import { firstNumber } from './agent/numbers';
import { maxNodes } from './plan/addresses';
import { tooLarge, type Machine } from './plan/size';
import type { ClusterSpec } from './types';

const label = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** Label prefixes that a kubelet may not give to its own node (NodeRestriction and the kubelet's own check). */
const reserved = /(^|\.)(kubernetes|k8s)\.io$/;
const allowedReserved = new Set([
  'kubernetes.io/hostname',
  'kubernetes.io/arch',
  'kubernetes.io/os',
  'node.kubernetes.io/instance-type',
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
]);

const clusterName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,49}$/,
    'must be 1 to 50 letters, digits, ".", "_" or "-", the first a letter or digit',
  );

const labelKey = z
  .string()
  .regex(
    /^([a-z0-9.-]{1,253}\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/,
    'must be a label key of Kubernetes: NAME or PREFIX/NAME, the name 1 to 63 letters, digits, "-", "_" or "."',
  )
  .refine((key) => {
    const prefix = key.includes('/') ? key.slice(0, key.indexOf('/')) : '';
    return (
      !reserved.test(prefix) ||
      allowedReserved.has(key) ||
      prefix === 'node.kubernetes.io' ||
      prefix === 'kubelet.kubernetes.io'
    );
  }, 'a kubelet may not give its node a label of kubernetes.io; use a prefix of your own');

const labelValue = z
  .string()
  .regex(
    /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/,
    'must be a label value of Kubernetes: at most 63 letters, digits, "-", "_" or "."',
  );

const node = z.object({
  name: z.string().max(40, 'must have at most 40 characters').regex(label, 'must be a DNS label: a-z, 0-9 and "-"'),
  cpu: z.number().min(0.1, 'must be at least 0.1 cores'),
  memory: z
    .number()
    .int('must be a whole number of bytes')
    .min(64 * 1024 ** 2, 'must be at least 64 MiB'),
  labels: z.record(labelKey, labelValue).optional(),
  taints: z
    .array(
      z.object({
        key: z.string().min(1),
        value: z.string().optional(),
        effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
      }),
    )
    .optional(),
});

const spec = z
  .object({
    name: clusterName,
    nodes: z
      .array(node)
      .min(1, 'must name at least one node')
      .max(maxNodes, `must name at most ${maxNodes} nodes`)
      .refine((nodes) => new Set(nodes.map(({ name }) => name)).size === nodes.length, 'must not name a node twice')
      .refine(
        (nodes) => nodes.some(({ taints }) => !taints?.some(({ effect }) => effect !== 'PreferNoSchedule')),
        "must have a node without NoSchedule and NoExecute taints: the cluster's own DNS runs there",
      ),
    agent: agentSpec.optional(),
  })
  .refine(({ nodes, agent }) => agent === undefined || nodes.length < firstNumber, {
    path: ['nodes'],
    message: `must name at most ${firstNumber - 1} nodes where there is a node agent: the other addresses are its nodes'`,
  });

/** An error with every problem of a spec, each with its field and value. */
export function validate(value: ClusterSpec, machine: Machine): void {
  const parsed = spec.safeParse(value);
  const problems = parsed.success
    ? value.nodes.flatMap((each) => tooLarge(each, machine) ?? [])
    : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${shown(value, issue.path)}: ${reason(issue)}`);
  if (problems.length > 0)
    throw new Error(
      `cluster "${String(value.name)}" cannot be made:\n${problems.map((line) => `  ${line}`).join('\n')}`,
    );
}

/** An error when `name` cannot name a cluster. */
export function validateName(name: string): void {
  const parsed = clusterName.safeParse(name);
  if (!parsed.success) throw new Error(`cluster name ${JSON.stringify(name)}: ${parsed.error.issues[0]?.message}`);
}

/** Of a key, what is wrong with it. */
const reason = (issue: z.core.$ZodIssue): string =>
  issue.code === 'invalid_key' ? issue.issues.map(({ message }) => message).join('; ') : issue.message;

function shown(value: unknown, path: readonly PropertyKey[]): string {
  const found = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value);
  return JSON.stringify(found)?.slice(0, 80) ?? 'missing';
}
