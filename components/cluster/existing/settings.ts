import { z } from 'zod';
import type { ImageName } from '../../../toolchain/types';
import type { Provided } from '../types';

/** Images whose references the configuration can give; the others belong to the embedded cluster. */
const images = {
  sample: true,
  k6: true,
  locust: true,
  siege: true,
  prometheus: true,
  'metrics-server': true,
  'keda-operator': true,
  'keda-adapter': true,
  'prometheus-adapter': true,
  'vpa-recommender': true,
  'vpa-updater': true,
  'vpa-admission-controller': true,
  'prometheus-operator': true,
  'prometheus-config-reloader': true,
  'kube-state-metrics': true,
  'node-exporter': true,
  alertmanager: true,
} as const satisfies Partial<Record<ImageName, true>>;

const policies = {
  'metrics-server': true,
  keda: true,
  vpa: true,
  istio: true,
  'gateway-api': true,
  'prometheus-operator': true,
} as const satisfies Record<Provided, true>;

const keysOf = <T extends object>(table: T) => Object.keys(table) as [keyof T & string, ...(keyof T & string)[]];

const place = z
  .strictObject({
    /** Labels of the nodes. */
    nodeSelector: z.record(z.string(), z.string()).default({}),
    tolerations: z
      .array(
        z.strictObject({
          key: z.string(),
          operator: z.enum(['Exists', 'Equal']).default('Exists'),
          value: z.string().optional(),
          effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
        }),
      )
      .default([]),
  })
  .prefault({});

/** Settings of the target `existing`. */
export const existingSettings = z
  .strictObject({
    /** Path of a kubeconfig, or its text (then set it as a secret). @default $KUBECONFIG, else ~/.kube/config */
    kubeconfig: z.string().min(1).optional(),
    /** Context of the kubeconfig. @default its current one */
    context: z.string().min(1).optional(),
    /** What the names of the testbed's namespaces and cluster-wide objects begin with. @default testbed-STACK */
    prefix: z
      .string()
      .regex(/^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/, 'must be a DNS label of at most 40 characters')
      .optional(),
    /** Helm charts and their images can be downloaded. */
    helm: z.boolean().default(true),
    /** The kubelets' serving certificates are signed by the cluster's authority, and are verified. */
    kubeletCertificates: z.boolean().default(true),
    /** References of images that the nodes can run: pulled from a registry, or there already. */
    images: z
      .partialRecord(
        z.enum(keysOf(images)),
        z
          .string()
          .regex(
            /^[^\s@]+(:(?!latest$)[\w][\w.-]{0,127}|@sha256:[0-9a-f]{64})$/,
            'must be REPOSITORY:TAG or REPOSITORY@sha256:DIGEST, and not latest',
          ),
      )
      .default({}),
    /** Nodes for the application, and for the platform and the load generator. @default any */
    placement: z.strictObject({ app: place, system: place }).prefault({}),
    /** What to do with software that is installed already: use it as it is, or refuse to run. */
    installed: z
      .strictObject(
        Object.fromEntries(keysOf(policies).map((name) => [name, z.enum(['use', 'refuse']).default('use')])) as Record<
          Provided,
          z.ZodDefault<z.ZodEnum<{ use: 'use'; refuse: 'refuse' }>>
        >,
      )
      .prefault({}),
  })
  .prefault({});
export type ExistingSettings = Readonly<z.infer<typeof existingSettings>>;
