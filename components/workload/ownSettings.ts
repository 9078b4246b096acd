import { z } from 'zod';

const cores = z.number().min(0.01).max(1024);
const path = z.string().regex(/^\/\S*$/, { error: 'a path, for example "/healthz"' });
const port = z.int().min(1).max(65_535);
const dnsLabel = z.string().regex(/^[a-z0-9]([a-z0-9-.]{0,251}[a-z0-9])?$/, { error: 'the name of an object' });
const counter = z.string().regex(/^[a-zA-Z_:][\w:]*$/, { error: 'the name of a counter, such as http_requests_total' });

const probe = z.string().regex(/^(tcp|\/\S*)$/, { error: 'tcp, or a path that answers with a status from 200 to 399' });
/** `tcp`: the port takes connections; else a path. */
export type Probe = z.infer<typeof probe>;

const metrics = {
  /** Path of the metrics in Prometheus' format. */
  path: path.optional(),
  /** Container port of the metrics. @default that of the requests */
  port: port.optional(),
  /** Counter of requests, with which the variants that scale on requests count. */
  counter: counter.optional(),
  /** Labels that the counter's series must have. */
  selector: z.record(z.string(), z.string()).optional(),
  /** Counter of requests served, and of nothing else (probes, scrapes): for the cross-check with the load generator. */
  servedCounter: counter.optional(),
};

const security = z
  .strictObject({
    /** Pod Security Standard of the namespace. @default restricted */
    standard: z.enum(['restricted', 'baseline', 'privileged']).default('restricted'),
    /** User that the container runs as, a number. @default 65532 */
    runAsUser: z.int().min(0).max(2_147_483_647).default(65_532),
    /** @default that of the user */
    runAsGroup: z.int().min(0).max(2_147_483_647).optional(),
    /** @default true */
    readOnlyRootFilesystem: z.boolean().default(true),
    /** Folders that the container may write to nevertheless, each empty at the start of a pod. */
    writablePaths: z.array(path).default([]),
    /** Capabilities, all others are dropped; the standard restricted knows NET_BIND_SERVICE only. */
    capabilities: z
      .array(z.string().regex(/^[A-Z_]+$/, { error: 'a capability without CAP_, such as NET_BIND_SERVICE' }))
      .default([]),
  })
  .refine(({ standard, runAsUser }) => standard !== 'restricted' || runAsUser !== 0, {
    path: ['runAsUser'],
    error: 'another user than root; for an image that only runs as root set security.standard to "baseline"',
  })
  .refine(
    ({ standard, capabilities }) =>
      standard !== 'restricted' || capabilities.every((one) => one === 'NET_BIND_SERVICE'),
    {
      path: ['capabilities'],
      error: 'none but NET_BIND_SERVICE; for others set security.standard',
    },
  );

/** A workload from an image that is not the testbed's. */
export const imageWorkload = z
  .strictObject({
    /** Reference of the image, which the nodes pull. */
    image: z.string().regex(/^\S+$/, { error: 'a reference, for example "nginx:1.29"' }).optional(),
    /** Path of the image as one tar (OCI layout or `docker save`), which the nodes are given. */
    imageArchive: z.string().min(1).optional(),
    /** Instead of the image's entrypoint. */
    command: z.array(z.string()).optional(),
    /** Instead of the image's command. */
    args: z.array(z.string()).optional(),
    env: z.record(z.string(), z.coerce.string()).default({}),
    /** Port that the container takes requests at; the Service's too. */
    port,
    /** Path that the load asks for, where the experiment names none. */
    path: path.default('/'),
    probes: z.strictObject({ readiness: probe.default('tcp'), liveness: probe.optional() }).prefault({}),
    /** CPU request of a pod, cores. */
    cpuRequest: cores.default(0.2),
    /** CPU limit of a pod, cores. */
    cpuLimit: cores.default(0.4),
    /** Memory request and limit of a pod, MiB. */
    memoryMiB: z.int().min(4).max(1_048_576).default(128),
    security: security.prefault({}),
    metrics: z.strictObject(metrics).optional(),
  })
  .refine((value) => (value.image === undefined) !== (value.imageArchive === undefined), {
    path: ['imageArchive'],
    error: 'image or imageArchive, one of them',
  })
  .refine((value) => value.cpuRequest <= value.cpuLimit, { path: ['cpuRequest'], error: 'must be at most cpuLimit' });
export type ImageWorkload = Readonly<z.infer<typeof imageWorkload>>;

/** A Deployment that runs already. */
export const deploymentWorkload = z.strictObject({
  deployment: dnsLabel,
  namespace: dnsLabel,
  /** @default named as the Deployment */
  service: dnsLabel.optional(),
  /** Port of the Service. @default 80 */
  port: port.default(80),
  /** Path that the load asks for, where the experiment names none. */
  path: path.default('/'),
  /** How it is scraped is the matter of its pods' annotations, or of a PodMonitor. */
  metrics: z
    .strictObject({ counter: metrics.counter, selector: metrics.selector, servedCounter: metrics.servedCounter })
    .optional(),
});
export type DeploymentWorkload = Readonly<z.infer<typeof deploymentWorkload>>;
