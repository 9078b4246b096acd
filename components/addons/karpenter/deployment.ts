import type { Cluster } from '../../cluster/types';
import { labels, selector } from '../../labels';
import { restrictedContainer, restrictedPod } from '../../security';
import type { PlannedObject } from '../install';

export const NAME = 'karpenter';
export const METRICS_PORT = 8080;
/** The ConfigMap with the instance types, and the file in it. */
export const TYPES_CONFIG = 'instance-types';
export const TYPES_FILE = 'instance-types.json';

const COMPONENT = 'nodes';
const PROBES_PORT = 8081;
const TYPES_PATH = '/etc/karpenter';

const fromResource = (resource: string, divisor: string) => ({
  valueFrom: { resourceFieldRef: { containerName: 'controller', resource, divisor } },
});

/** As the module's kwok/charts/templates/deployment.yaml, of one replica without leader election. @param revision changes with the instance types */
export function controller(
  cluster: Pick<Cluster, 'image' | 'placement'>,
  namespace: string,
  revision: string,
): PlannedObject {
  const env = {
    KUBERNETES_MIN_VERSION: { value: '1.19.0-0' },
    KARPENTER_SERVICE: { value: NAME },
    LOG_LEVEL: { value: 'info' },
    METRICS_PORT: { value: String(METRICS_PORT) },
    HEALTH_PROBE_PORT: { value: String(PROBES_PORT) },
    SYSTEM_NAMESPACE: { value: namespace },
    // One replica, never two at once: a lease would only make a restart wait for the old one to run out.
    DISABLE_LEADER_ELECTION: { value: 'true' },
    INSTANCE_TYPES_FILE_PATH: { value: `${TYPES_PATH}/${TYPES_FILE}` },
    MEMORY_LIMIT: fromResource('limits.memory', '0'),
    CPU_REQUESTS: fromResource('requests.cpu', '1m'),
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: NAME, namespace, labels: labels(NAME, COMPONENT) },
    spec: {
      replicas: 1,
      strategy: { type: 'Recreate' },
      selector: { matchLabels: selector(NAME) },
      template: {
        metadata: {
          labels: labels(NAME, COMPONENT),
          annotations: {
            'autoscaling-testbed/revision': revision,
            'prometheus.io/scrape': 'true',
            'prometheus.io/port': String(METRICS_PORT),
            'prometheus.io/path': '/metrics',
          },
        },
        spec: {
          // Never on a node that it makes itself.
          ...cluster.placement.system,
          serviceAccountName: NAME,
          priorityClassName: 'system-cluster-critical',
          enableServiceLinks: false,
          securityContext: restrictedPod,
          containers: [
            {
              name: 'controller',
              image: cluster.image(NAME),
              imagePullPolicy: 'IfNotPresent',
              env: Object.entries(env).map(([name, value]) => ({ name, ...value })),
              ports: [
                { name: 'http-metrics', containerPort: METRICS_PORT },
                { name: 'http', containerPort: PROBES_PORT },
              ],
              readinessProbe: { httpGet: { path: '/readyz', port: 'http' }, periodSeconds: 1, timeoutSeconds: 30 },
              livenessProbe: {
                httpGet: { path: '/healthz', port: 'http' },
                initialDelaySeconds: 30,
                timeoutSeconds: 30,
              },
              resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '512Mi' } },
              securityContext: restrictedContainer,
              volumeMounts: [{ name: 'instance-types', mountPath: TYPES_PATH, readOnly: true }],
            },
          ],
          volumes: [{ name: 'instance-types', configMap: { name: TYPES_CONFIG } }],
        },
      },
    },
  };
}
