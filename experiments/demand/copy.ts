/** What of a Deployment and a Service is read here; the rest is taken over as it is. */
export interface Deployment {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly uid: string };
  readonly spec: {
    readonly selector: {
      readonly matchLabels?: Readonly<Record<string, string>>;
      readonly matchExpressions?: readonly { readonly key: string }[];
    };
    readonly template: {
      readonly metadata: {
        readonly labels?: Readonly<Record<string, string>>;
        readonly annotations?: Readonly<Record<string, string>>;
      };
      readonly spec: Readonly<Record<string, unknown>>;
    };
  };
}

export interface Service {
  readonly spec: { readonly ports: readonly ServicePort[] };
}

interface ServicePort {
  readonly name?: string;
  readonly protocol?: string;
  readonly appProtocol?: string;
  readonly port: number;
  readonly targetPort?: number | string;
}

/** On everything that a search makes, and on its pods. */
export const COPY_LABELS = {
  'app.kubernetes.io/part-of': 'autoscaling-testbed',
  'app.kubernetes.io/managed-by': 'autoscaling-testbed-demand',
} as const;

/** Name of the copy's Deployment and Service. */
export const copyName = (deployment: string): string => `${deployment.slice(0, 56)}-demand`;

/**
 * A second Deployment of the same pods, at zero replicas, and a Service for them alone. No autoscaler knows it, so its number of replicas stays what
 * it is set to, while the workload with its autoscaler stays as it is. Its labels are such that neither the workload's own
 * selector nor its autoscaler's takes these pods for its own. It goes with the workload, should nobody else remove it.
 */
export function copyOf({ metadata, spec }: Deployment, service: Service) {
  const name = copyName(metadata.name);
  const { matchLabels = {}, matchExpressions = [] } = spec.selector;
  const asked = new Set(matchExpressions.map(({ key }) => key));
  const kept = Object.entries(spec.template.metadata.labels ?? {}).filter(([key]) => !asked.has(key));
  const own = {
    ...Object.fromEntries(Object.keys(matchLabels).map((key) => [key, name])),
    'app.kubernetes.io/instance': name,
  };
  const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: metadata.name, uid: metadata.uid };
  const made = { name, namespace: metadata.namespace, labels: COPY_LABELS, ownerReferences: [owner] };
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: made,
    spec: {
      replicas: 0,
      selector: { matchLabels: own },
      template: {
        ...spec.template,
        metadata: { ...spec.template.metadata, labels: { ...Object.fromEntries(kept), ...COPY_LABELS, ...own } },
      },
    },
  };
  const ports = service.spec.ports.map(({ name: port, protocol, appProtocol, ...rest }) => ({
    ...(port !== undefined && { name: port }),
    ...(protocol !== undefined && { protocol }),
    ...(appProtocol !== undefined && { appProtocol }),
    port: rest.port,
    ...(rest.targetPort !== undefined && { targetPort: rest.targetPort }),
  }));
  return { deployment, service: { apiVersion: 'v1', kind: 'Service', metadata: made, spec: { selector: own, ports } } };
}
