import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadContext, LoadManifests, Manifest } from '../driver';
import { filesOf, generatorLabels, jobOf } from '../job';
import { planOf, workersOf, type Plan } from './plan';

const CONTAINER = 'locust';
/** Locust's own: the master's for its workers, and of its web interface. */
export const MASTER_PORT = 5557;
export const WEB_PORT = 8089;
/** Seconds from the end of the load to the master's own: the workers' last reports. */
export const LAST_SECONDS = 30;
/** Cores that a worker asks for; it can use one. */
const WORKER_CPU = 0.25;
/** Share of them at which there are to be more workers, percent. */
const WORKER_TARGET = 70;

const FILE = '/load/locustfile.py';
const COMMON = ['-f', FILE, '--loglevel', 'WARNING'];
// What it waits for after each change of the users would delay the next one.
const ENV = { LOCUST_WAIT_FOR_WORKERS_REPORT_AFTER_RAMP_UP: '0' };

/** A master that leads and tells, and workers that send. The master's log has every request; so it is the only part that is followed. */
export function locustManifests(context: LoadContext): LoadManifests {
  const { name, spec, target } = context;
  const { namespace } = target.generator;
  const plan = planOf(spec, target);
  const master = `${name}-master`;
  const files = filesOf(name, namespace, {
    'locustfile.py': readFileSync(join(__dirname, 'locustfile.py'), 'utf8'),
    'plan.json': JSON.stringify(plan),
  });
  const web = spec.load.locust?.web === true;
  const job = jobOf(
    {
      name: master,
      container: CONTAINER,
      files: name,
      args: [
        ...COMMON,
        '--master',
        `--expect-workers=${workersOf(spec).least}`,
        '--expect-workers-max-wait=60',
        `--stop-timeout=${Math.ceil(spec.load.timeout) + 1}`,
        // Failed requests are a result.
        '--exit-code-on-error=0',
        ...(web ? ['--autostart', '--autoquit=0', `--web-port=${WEB_PORT}`] : ['--headless']),
      ],
      env: ENV,
      memory: 128,
      seconds: secondsOf(context),
    },
    target,
  );
  const service: Manifest & { readonly spec: object } = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: master, namespace, labels: generatorLabels(master) },
    spec: {
      selector: generatorLabels(master),
      ports: [{ name: 'tcp-master', port: MASTER_PORT }, ...(web ? [{ name: 'http-web', port: WEB_PORT }] : [])],
    },
  };
  return {
    objects: [files, service, job, ...workers(context, plan)],
    parts: [{ name: '', job: master, container: CONTAINER }],
    ...(web && { page: { name: "Locust's web interface", service: master, port: WEB_PORT } }),
  };
}

const secondsOf = ({ spec, target }: LoadContext): number =>
  planOf(spec, target).seconds + spec.load.timeout + LAST_SECONDS;

/** The workers: a Job with a pod for each; a Deployment where their number changes, for a Job cannot be autoscaled. */
function workers(context: LoadContext, plan: Plan): Manifest[] {
  const { name, spec, target } = context;
  const { least, most } = workersOf(spec);
  const own = `${name}-worker`;
  const perWorker = Math.ceil(plan.most / least);
  const job = jobOf(
    {
      name: own,
      container: CONTAINER,
      files: name,
      args: [...COMMON, '--worker', `--master-host=${name}-master`],
      env: ENV,
      memory: memoryMiB(perWorker),
      cpu: WORKER_CPU,
      seconds: secondsOf(context),
    },
    target,
  );
  if (spec.load.locust?.autoscaleWorkers === undefined) {
    return [{ ...job, spec: { ...job.spec, parallelism: least, completions: least } } as Manifest];
  }
  const { metadata } = job;
  const pod = job.spec.template;
  const deployment: Manifest & { readonly spec: object } = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      selector: { matchLabels: metadata.labels },
      template: { ...pod, spec: { ...pod.spec, restartPolicy: 'Always' } },
    },
  };
  const autoscaler: Manifest & { readonly spec: object } = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: own },
      minReplicas: least,
      maxReplicas: most,
      metrics: [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            target: {
              type: 'Utilization',
              averageUtilization: spec.load.locust.autoscaleWorkers.targetCpu ?? WORKER_TARGET,
            },
          },
        },
      ],
      // A worker that goes takes its users with it.
      behavior: { scaleDown: { selectPolicy: 'Disabled' } },
    },
  };
  return [deployment, autoscaler];
}

/** Memory that a worker needs, MiB. Measured with Locust 2.47.0: 57, and 0.01 a user. */
function memoryMiB(users: number): number {
  return Math.ceil(96 + 0.05 * users);
}
