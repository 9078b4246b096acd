import type * as pulumi from '@pulumi/pulumi';
import type { Placement } from '../../cluster/types';
import { labels, selector } from '../../labels';
import { restrictedContainer, restrictedPod } from '../../security';
import type { PlannedObject } from '../install';
import { STATE_RESOURCES } from './rights';
import { NAMESPACE } from './types';

interface Program {
  readonly name: string;
  readonly image: pulumi.Input<string>;
  readonly args: readonly pulumi.Input<string>[];
  readonly ports: readonly { name: string; containerPort: number }[];
  /** Path and port of its readiness. */
  readonly ready: { path: string; port: string };
  readonly resources: object;
  readonly env?: readonly { name: string; value: string }[];
  /** It asks the API server; its account has its name. */
  readonly account: boolean;
}

function template({ name, image, args, ports, ready, resources, env, account }: Program, placement: object) {
  return {
    metadata: { labels: labels(name, 'monitoring') },
    spec: {
      ...placement,
      ...(account ? { serviceAccountName: name } : { automountServiceAccountToken: false }),
      enableServiceLinks: false,
      securityContext: restrictedPod,
      containers: [
        {
          name,
          image,
          imagePullPolicy: 'IfNotPresent',
          args,
          ports,
          ...(env && { env }),
          readinessProbe: { httpGet: ready, periodSeconds: 1, timeoutSeconds: 3, failureThreshold: 5 },
          resources,
          securityContext: restrictedContainer,
        },
      ],
    },
  };
}

function deployment(program: Program, placement: Placement): PlannedObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: program.name, namespace: NAMESPACE, labels: labels(program.name, 'monitoring') },
    spec: {
      replicas: 1,
      strategy: { type: 'Recreate' },
      selector: { matchLabels: selector(program.name) },
      template: template(program, placement),
    },
  };
}

/** The operator, for the Prometheus and the Alertmanager of its own namespace. */
export function operator(
  images: { operator: pulumi.Input<string>; reloader: pulumi.Output<string> },
  placement: Placement,
): PlannedObject {
  return deployment(
    {
      name: 'prometheus-operator',
      image: images.operator,
      args: [
        images.reloader.apply((image) => `--prometheus-config-reloader=${image}`),
        // Its default limit of 10m makes a reload take seconds.
        '--config-reloader-cpu-limit=0',
        `--prometheus-instance-namespaces=${NAMESPACE}`,
        `--alertmanager-instance-namespaces=${NAMESPACE}`,
        // It watches the Secrets wherever there may be an AlertmanagerConfig, and may do so in its own namespace only.
        `--alertmanager-config-namespaces=${NAMESPACE}`,
        `--thanos-ruler-instance-namespaces=${NAMESPACE}`,
        '--disable-unmanaged-prometheus-configuration=true',
      ],
      // As upstream sets it: less memory for a little more CPU.
      env: [{ name: 'GOGC', value: '30' }],
      ports: [{ name: 'http', containerPort: 8080 }],
      ready: { path: '/healthz', port: 'http' },
      resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '256Mi' } },
      account: true,
    },
    placement,
  );
}

/** kube-state-metrics: the state of the cluster's objects as series. */
export function kubeStateMetrics(image: pulumi.Input<string>, placement: Placement): PlannedObject[] {
  const name = 'kube-state-metrics';
  return [
    deployment(
      {
        name,
        image,
        args: [`--resources=${STATE_RESOURCES.join(',')}`, '--port=8080', '--telemetry-port=8081'],
        ports: [
          { name: 'http-metrics', containerPort: 8080 },
          { name: 'telemetry', containerPort: 8081 },
        ],
        ready: { path: '/readyz', port: 'telemetry' },
        resources: { requests: { cpu: '10m', memory: '48Mi' }, limits: { memory: '256Mi' } },
        account: true,
      },
      placement,
    ),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: NAMESPACE, labels: labels(name, 'monitoring') },
      spec: {
        clusterIP: 'None',
        selector: selector(name),
        ports: [{ name: 'http-metrics', port: 8080, targetPort: 'http-metrics' }],
      },
    },
  ];
}

/** What can be read without the node's own network, processes and file systems, so that it needs no rights on the node. */
const COLLECTORS = ['cpu', 'loadavg', 'meminfo', 'pressure', 'stat', 'uname', 'vmstat'];

/** node-exporter on every node, as a restricted pod: the kernel's counters of CPU, memory and pressure. */
export function nodeExporter(image: pulumi.Input<string>): PlannedObject {
  const name = 'node-exporter';
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace: NAMESPACE, labels: labels(name, 'monitoring') },
    spec: {
      selector: { matchLabels: selector(name) },
      template: template(
        {
          name,
          image,
          args: [
            '--web.listen-address=:9100',
            '--web.disable-exporter-metrics',
            '--collector.disable-defaults',
            ...COLLECTORS.map((collector) => `--collector.${collector}`),
          ],
          ports: [{ name: 'metrics', containerPort: 9100 }],
          ready: { path: '/', port: 'metrics' },
          // Small, because it takes from what the application's nodes have for the application.
          resources: { requests: { cpu: '5m', memory: '16Mi' }, limits: { memory: '64Mi' } },
          account: false,
        },
        { tolerations: [{ operator: 'Exists' }] },
      ),
    },
  };
}
