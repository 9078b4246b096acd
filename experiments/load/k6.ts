import type { ExperimentSpec, Target } from '../types';
import { k6Arrivals, loadSeconds, virtualUsers } from './shape';

/** Marks that begin the lines which the script writes; any other line is k6's own log. */
export const MARK = { request: 'R', start: 'K6START', summary: 'K6SUMMARY' } as const;

export const GENERATOR_LABELS = {
  'app.kubernetes.io/name': 'load',
  'app.kubernetes.io/component': 'load-generator',
  'app.kubernetes.io/part-of': 'autoscaling-testbed',
  'app.kubernetes.io/managed-by': 'autoscaling-testbed-experiment',
} as const;
export const CONTAINER = 'k6';
/** Seconds that scheduling, starting and initializing the virtual users may take. */
export const START_SECONDS = 90;

/**
 * The k6 script. One short log line a request instead of k6's CSV output, which writes 13: at 100 requests/s CSV fills the kubelet's
 * log file (10 MiB before it is rotated) in little over a minute, and what is rotated away cannot be read again after a lost
 * connection. It costs the same CPU (measured with k6 1.1.0: 0.1 core at 100 requests/s either way).
 *
 * A line is `R n end elapsed duration status error_code`: number of the iteration from 0; its end, Unix ms; ms that the call took,
 * connecting included; k6's http_req_duration, ms; HTTP status, 0 without an answer; k6's error code.
 */
export function k6Script(spec: ExperimentSpec, url: string): string {
  const { timeUnit, startRate, stages } = k6Arrivals(spec);
  const users = virtualUsers(spec).used;
  const options = {
    scenarios: {
      load: {
        executor: 'ramping-arrival-rate',
        timeUnit,
        startRate,
        stages,
        // All at the start: making virtual users during the load would disturb it.
        preAllocatedVUs: users,
        maxVUs: users,
        gracefulStop: `${Math.ceil(spec.load.timeout) + 1}s`,
      },
    },
    discardResponseBodies: true,
    noConnectionReuse: spec.load.reuseConnections !== true,
    systemTags: ['status', 'error_code', 'expected_response'],
    summaryTrendStats: ['p(50)', 'p(90)', 'p(95)', 'p(99)', 'max', 'min', 'avg', 'med', 'count'],
  };
  return `import http from 'k6/http';
import { scenario } from 'k6/execution';

export const options = ${JSON.stringify(options, null, 2)};

const url = ${JSON.stringify(url)};
const params = { timeout: '${Math.round(spec.load.timeout * 1000)}ms' };

export default function () {
  const n = scenario.iterationInTest;
  if (n === 0) console.log('${MARK.start} ' + scenario.startTime);
  const begin = Date.now();
  const { timings, status, error_code } = http.get(url, params);
  const end = Date.now();
  console.log('${MARK.request} ' + [n, end, end - begin, timings.duration.toFixed(3), status, error_code].join(' '));
}

export function handleSummary(data) {
  return { stderr: '${MARK.summary} ' + JSON.stringify(data) + '\\n' };
}
`;
}

export function loadUrl({ workload }: Pick<Target, 'workload'>, path: string): string {
  return `http://${workload.service}.${workload.namespace}.svc:${workload.port}${path}`;
}

/** The ConfigMap with the script and the Job that runs it, both named `name`. */
export function k6Manifests(name: string, spec: ExperimentSpec, target: Target) {
  const { namespace, image, nodeSelector, tolerations } = target.generator;
  const labels = { ...GENERATOR_LABELS, 'app.kubernetes.io/instance': name };
  const metadata = { name, namespace, labels };
  const memory = memoryMiB(virtualUsers(spec).used);
  const configMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
    data: { 'load.js': k6Script(spec, loadUrl(target, spec.load.path)) },
  };
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata,
    spec: {
      backoffLimit: 0,
      // Load ends by itself, whatever becomes of who started it.
      activeDeadlineSeconds: Math.ceil(loadSeconds(spec) + spec.load.timeout + START_SECONDS + 30),
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
          containers: [
            {
              name: CONTAINER,
              image,
              imagePullPolicy: 'IfNotPresent',
              // The script's lines go to stderr, so that nothing else on stdout can come between.
              args: [
                'run',
                '--quiet',
                '--no-color',
                '--no-usage-report',
                '--address=',
                '--log-output=stderr',
                '--log-format=raw',
                '/load/load.js',
              ],
              resources: { requests: { cpu: '100m', memory: `${memory}Mi` }, limits: { memory: `${memory * 2}Mi` } },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ['ALL'] },
              },
              volumeMounts: [{ name: 'load', mountPath: '/load', readOnly: true }],
            },
          ],
          volumes: [{ name: 'load', configMap: { name } }],
        },
      },
    },
  };
  return { configMap, job };
}

/** Memory that k6 needs, MiB. Measured with this script and k6 1.1.0: 45 and 0.2 a virtual user. */
function memoryMiB(users: number): number {
  return Math.ceil(64 + 0.25 * users);
}
