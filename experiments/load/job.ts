import type { Target } from '../types';
import { GENERATOR_LABELS, START_SECONDS, type Manifest } from './driver';

/** A Job with one pod that makes load. */
export interface JobArgs {
  /** Name of the Job; its pod is labelled with it. */
  readonly name: string;
  /** Of its container. */
  readonly container: string;
  /** @default the image's own */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly ports?: Readonly<Record<string, number>>;
  /** It writes to a terminal, line by line. @default false */
  readonly terminal?: boolean;
  /** ConfigMap with its files, mounted at `/load`. */
  readonly files?: string;
  /** MiB; the limit is twice as much. */
  readonly memory: number;
  /** Cores that it asks for. @default 0.1 */
  readonly cpu?: number;
  /** Seconds of load, timeouts and whatever comes after it: load ends by itself, whatever becomes of who started it. */
  readonly seconds: number;
  /** @default that of the target */
  readonly image?: string;
  /** Labels besides those of every load generator. */
  readonly labels?: Readonly<Record<string, string>>;
}

export const generatorLabels = (instance: string): Record<string, string> => ({
  ...GENERATOR_LABELS,
  'app.kubernetes.io/instance': instance,
});

/** The ConfigMap of a Job's files. */
export function filesOf(
  name: string,
  namespace: string,
  data: Readonly<Record<string, string>>,
): Manifest & { readonly data: Readonly<Record<string, string>> } {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace, labels: generatorLabels(name) },
    data,
  };
}

/** The Job, under the restricted Pod Security Standard, where the target has load generated. */
export function jobOf(args: JobArgs, { generator }: Pick<Target, 'generator'>) {
  const { namespace, nodeSelector, tolerations } = generator;
  const labels = { ...generatorLabels(args.name), ...args.labels };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job' as const,
    metadata: { name: args.name, namespace, labels },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: Math.ceil(args.seconds + START_SECONDS),
      ttlSecondsAfterFinished: 3600,
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: 'Never',
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: 5,
          nodeSelector,
          tolerations,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65532,
            runAsGroup: 65532,
            seccompProfile: { type: 'RuntimeDefault' },
            // A connection a request: the default range of ports is used up at some 470 requests/s.
            sysctls: [{ name: 'net.ipv4.ip_local_port_range', value: '1024 65535' }],
          },
          containers: [container(args, generator.image)],
          volumes: args.files === undefined ? [] : [{ name: 'load', configMap: { name: args.files } }],
        },
      },
    },
  };
}

function container(args: JobArgs, image: string) {
  return {
    name: args.container,
    image: args.image ?? image,
    imagePullPolicy: 'IfNotPresent',
    ...(args.command && { command: args.command }),
    ...(args.args && { args: args.args }),
    ...(args.terminal && { tty: true }),
    ...(args.env && { env: Object.entries(args.env).map(([name, value]) => ({ name, value })) }),
    ...(args.ports && {
      ports: Object.entries(args.ports).map(([name, containerPort]) => ({ name, containerPort })),
    }),
    resources: {
      requests: { cpu: `${Math.round((args.cpu ?? 0.1) * 1000)}m`, memory: `${args.memory}Mi` },
      limits: { memory: `${args.memory * 2}Mi` },
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: args.files === undefined ? [] : [{ name: 'load', mountPath: '/load', readOnly: true }],
  };
}
