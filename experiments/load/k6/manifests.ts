import { type LoadContext, type LoadManifests } from '../driver';
import { filesOf, jobOf } from '../job';
import { k6Arrivals, loadSeconds, virtualUsers } from '../shape';
import { requestsOf } from '../spec';
import type { ExperimentSpec, Target } from '../../types';
import { MARK } from './parse';

const CONTAINER = 'k6';

/**
 * The k6 script. One short log line a request instead of k6's CSV output, which writes 13: at 100 requests/s CSV fills the kubelet's
 * log file (10 MiB before it is rotated) in little over a minute, and what is rotated away cannot be read again after a lost
 * connection. It costs the same CPU (measured with k6 1.1.0: 0.1 core at 100 requests/s either way).
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
export function k6Manifests({ name, spec, target }: LoadContext): LoadManifests {
  const [request] = requestsOf(spec.load);
  const files = filesOf(name, target.generator.namespace, {
    'load.js': k6Script(spec, loadUrl(target, request!.path)),
  });
  const job = jobOf(
    {
      name,
      container: CONTAINER,
      files: name,
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
      memory: memoryMiB(virtualUsers(spec).used),
      seconds: loadSeconds(spec) + spec.load.timeout + 30,
    },
    target,
  );
  return { objects: [files, job], parts: [{ name: '', job: name, container: CONTAINER }] };
}

/** Memory that k6 needs, MiB. Measured with this script and k6 1.1.0: 45 and 0.2 a virtual user. */
function memoryMiB(users: number): number {
  return Math.ceil(64 + 0.25 * users);
}
