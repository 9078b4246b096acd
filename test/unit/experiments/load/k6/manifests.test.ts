import { k6Manifests, k6Script, loadUrl } from '../../../../../experiments/load/k6/manifests';
import type { filesOf, jobOf } from '../../../../../experiments/load/job';
import type { ExperimentSpec, Target } from '../../../../../experiments/types';

const spec: ExperimentSpec = {
  name: 'test',
  warmup: 10,
  cooldown: 20,
  load: { driver: 'k6', path: '/heavywork', timeout: 2, stages: [{ rate: 10, duration: 20 }] },
  slos: [],
};
const target: Target = {
  kubeconfig: 'secret',
  workload: { namespace: 'app', deployment: 'sample', service: 'sample', port: 8080 },
  autoscaler: { name: 'fixed', settings: {} },
  prometheus: { namespace: 'monitoring', service: 'prometheus', port: 9090 },
  generator: {
    namespace: 'load',
    image: 'k6:1',
    nodeSelector: { role: 'system' },
    tolerations: [{ key: 'role', operator: 'Exists' }],
  },
};

/** The options that the script exports. */
function optionsOf(script: string): Record<string, unknown> & { scenarios: { load: Record<string, unknown> } } {
  return JSON.parse(/export const options = (\{[\s\S]*?\n\});/.exec(script)![1]!) as never;
}

describe('k6 script', () => {
  it('is open-loop load that does not keep connections', () => {
    const options = optionsOf(k6Script(spec, 'http://x/'));
    expect(options.scenarios.load).toEqual({
      executor: 'ramping-arrival-rate',
      timeUnit: '1s',
      startRate: 10,
      stages: [
        { target: 10, duration: '10000ms' },
        { target: 10, duration: '20000ms' },
      ],
      preAllocatedVUs: 22,
      maxVUs: 22,
      gracefulStop: '3s',
    });
    expect(options['noConnectionReuse']).toBe(true);
    expect(options['discardResponseBodies']).toBe(true);
    expect(options['thresholds']).toBeUndefined();
    const kept = { ...spec, load: { ...spec.load, reuseConnections: true } };
    expect(optionsOf(k6Script(kept, 'http://x/'))['noConnectionReuse']).toBe(false);
  });

  it('quotes the address', () => {
    expect(k6Script(spec, `http://x/'"\n`)).toContain(`const url = "http://x/'\\"\\n";`);
    expect(loadUrl(target, '/heavywork')).toBe('http://sample.app.svc:8080/heavywork');
  });
});

describe('k6 Job', () => {
  const { objects, parts } = k6Manifests({ name: 'load-1', spec, target, now: 0 });
  const [configMap, job] = objects as [ReturnType<typeof filesOf>, ReturnType<typeof jobOf>];
  const pod = job.spec.template.spec;

  it('ends by itself and is not repeated', () => {
    // 30 s of load, 2 s timeout, 90 s to start, 30 s to end.
    expect(job.spec.activeDeadlineSeconds).toBe(152);
    expect(job.spec.backoffLimit).toBe(0);
    expect(pod.restartPolicy).toBe('Never');
  });

  it('runs on its own node under the restricted Pod Security Standard', () => {
    expect(pod.nodeSelector).toEqual({ role: 'system' });
    expect(pod.tolerations).toEqual([{ key: 'role', operator: 'Exists' }]);
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(pod.containers[0]!.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(pod.automountServiceAccountToken).toBe(false);
  });

  it('finds its script, and holds no secret', () => {
    expect(pod.volumes[0]!.configMap.name).toBe(configMap.metadata.name);
    expect(parts).toEqual([{ name: '', job: job.metadata.name, container: pod.containers[0]!.name }]);
    expect(pod.containers[0]!.args!.at(-1)).toBe('/load/load.js');
    expect(configMap.data['load.js']).toContain('http://sample.app.svc:8080/heavywork');
    expect(JSON.stringify([configMap, job])).not.toContain(target.kubeconfig);
  });
});
