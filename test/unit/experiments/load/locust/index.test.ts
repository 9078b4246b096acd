import { locust } from '../../../../../experiments/load/locust';
import type { jobOf } from '../../../../../experiments/load/job';
import type { LoadSpec } from '../../../../../experiments/load/spec';
import { spec, target } from '../k6/fixtures';

const own = (load: Partial<LoadSpec>) => spec({ driver: 'locust', ...load });
const keys = (load: Partial<LoadSpec>): string[] => locust.refuse(own(load).load, 10).map(({ key }) => key);

function manifests(load: Partial<LoadSpec> = {}) {
  const made = locust.manifests({ name: 'load-1', spec: own(load), target, now: 0 });
  const find = (kind: string, end: string): never =>
    made.objects.find((object) => object.kind === kind && object.metadata.name.endsWith(end)) as never;
  return { ...made, find };
}
type Job = ReturnType<typeof jobOf>;
const argsOf = (job: Job): readonly string[] => job.spec.template.spec.containers[0]!.args!;

describe('what Locust cannot do', () => {
  it('is refused', () => {
    expect(keys({})).toEqual([]);
    expect(keys({ arrivals: 'poisson' })).toEqual(['arrivals']);
    expect(keys({ model: 'users', stages: [{ rate: 1001, duration: 1 }] })).toEqual(['stages']);
    expect(keys({ model: 'users', stages: [{ rate: 1001, duration: 1 }], generators: 2 })).toEqual([]);
    expect(keys({ generators: 3, locust: { autoscaleWorkers: { max: 2 } } })).toEqual(['locust.autoscaleWorkers']);
  });

  it('is said of a rate, and not of users', () => {
    expect(locust.warnings(own({}))[0]).toMatch(/loop is closed: up to \d+ users .* so that no answer keeps a user/);
    const much = own({ stages: [{ rate: 5000, duration: 1 }] });
    expect(locust.warnings(much)[0]).toMatch(/turn every 0\.2 s\. An answer that takes longer .* dropped/);
    expect(locust.warnings(own({ model: 'users' }))).toEqual([]);
  });
});

describe('its objects', () => {
  it('are a master that is followed, its Service, and a Job of workers', () => {
    const { objects, parts, page, find } = manifests({ generators: 3 });
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'ConfigMap load-1',
      'Service load-1-master',
      'Job load-1-master',
      'Job load-1-worker',
    ]);
    expect(parts).toEqual([{ name: '', job: 'load-1-master', container: 'locust' }]);
    expect(page).toBeUndefined();
    const workers = find('Job', 'worker') as Job;
    expect(workers.spec).toMatchObject({ parallelism: 3, completions: 3, backoffLimit: 0 });
    expect(argsOf(workers)).toEqual(expect.arrayContaining(['--worker', '--master-host=load-1-master']));
    expect(argsOf(find('Job', 'master'))).toEqual(
      expect.arrayContaining(['--master', '--headless', '--expect-workers=3', '--exit-code-on-error=0']),
    );
    const { selector } = (find('Service', 'master') as { spec: { selector: object } }).spec;
    expect((find('Job', 'master') as Job).spec.template.metadata.labels).toMatchObject(selector);
    expect(workers.spec.template.metadata.labels).not.toMatchObject(selector);
  });

  it('hold the locustfile and its plan, and no secret', () => {
    const { objects, find } = manifests();
    const { data } = find('ConfigMap', '') as { data: Record<string, string> };
    expect(Object.keys(data)).toEqual(['locustfile.py', 'plan.json']);
    expect(data['locustfile.py']).toContain('class Shape(LoadTestShape)');
    expect(JSON.stringify(objects)).not.toContain(target.kubeconfig);
  });

  it('are autoscaled by CPU when asked, and none is taken away while there is load', () => {
    const { objects, find } = manifests({ generators: 2, locust: { autoscaleWorkers: { max: 4 } } });
    expect(objects.map(({ kind }) => kind)).toEqual([
      'ConfigMap',
      'Service',
      'Job',
      'Deployment',
      'HorizontalPodAutoscaler',
    ]);
    const { spec: autoscaler } = find('HorizontalPodAutoscaler', 'worker') as { spec: object };
    expect(autoscaler).toMatchObject({
      scaleTargetRef: { kind: 'Deployment', name: 'load-1-worker' },
      minReplicas: 2,
      maxReplicas: 4,
      metrics: [{ resource: { name: 'cpu', target: { averageUtilization: 70 } } }],
      behavior: { scaleDown: { selectPolicy: 'Disabled' } },
    });
    const deployment = find('Deployment', 'worker') as { spec: { replicas?: number; template: object } };
    // The autoscaler has it.
    expect(deployment.spec.replicas).toBeUndefined();
    expect(deployment.spec.template).toMatchObject({ spec: { restartPolicy: 'Always' } });
  });

  it('show the web interface when asked', () => {
    const { page, find } = manifests({ locust: { web: true } });
    expect(page).toEqual({ name: "Locust's web interface", service: 'load-1-master', port: 8089 });
    expect(argsOf(find('Job', 'master'))).toEqual(expect.arrayContaining(['--autostart', '--web-port=8089']));
    expect(argsOf(find('Job', 'master'))).not.toContain('--headless');
    const { ports } = (find('Service', 'master') as { spec: { ports: { port: number }[] } }).spec;
    expect(ports.map(({ port }) => port)).toEqual([5557, 8089]);
  });
});
