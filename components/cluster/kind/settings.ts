import { z } from 'zod';
import { kind } from '../../../stacks/versions';

const port = z.int().min(1).max(65535);

/** Settings of the target `kind`. */
export const kindSettings = z
  .strictObject({
    /** Image of the nodes, which is the version of Kubernetes; by digest, because tags of it have been moved. */
    nodeImage: z
      .string()
      .regex(/^[^\s@]+@sha256:[0-9a-f]{64}$/, 'must name the image by digest: NAME:TAG@sha256:64 hexadecimal digits')
      .default(kind.nodeImage),
    /** Ports on 127.0.0.1 of this machine. */
    ports: z
      .strictObject({
        /** To port 80 of the ingress node. */
        http: port.default(8080),
        /** To port 443 of the ingress node. */
        https: port.default(8443),
        /** To Prometheus. */
        prometheus: port.default(30090),
      })
      .prefault({})
      .refine(({ http, https, prometheus }) => new Set([http, https, prometheus]).size === 3, {
        error: 'must be three different ports',
      }),
  })
  .prefault({});
export type KindSettings = Readonly<z.infer<typeof kindSettings>>;
