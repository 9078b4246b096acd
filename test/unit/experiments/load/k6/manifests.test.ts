import { dueText, dueTimes, planOf } from '../../../../../experiments/load/k6/plan';
import { k6Manifests, START_LEAD } from '../../../../../experiments/load/k6/manifests';
import type { filesOf, jobOf } from '../../../../../experiments/load/job';
import type { LoadSpec } from '../../../../../experiments/types';
import { spec, target } from './fixtures';

const NOW = 1_000_000;

function manifests(load: Partial<LoadSpec>) {
  const { objects, parts } = k6Manifests({ name: 'load-1', spec: spec(load), target, now: NOW });
  const jobs = objects.filter(({ kind }) => kind === 'Job') as ReturnType<typeof jobOf>[];
  const files = objects.filter(({ kind }) => kind === 'ConfigMap') as ReturnType<typeof filesOf>[];
  return { objects, parts, jobs, files };
}
const argsOf = (job: ReturnType<typeof jobOf>): readonly string[] => job.spec.template.spec.containers[0]!.args!;

describe('k6 Job', () => {
  const { objects, parts, jobs, files } = manifests({});
  const [job] = jobs as [ReturnType<typeof jobOf>];
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

  it('finds its script and its plan, and holds no secret', () => {
    expect(objects).toHaveLength(2);
    expect(pod.volumes[0]!.configMap.name).toBe(files[0]!.metadata.name);
    expect(parts).toEqual([{ name: '', job: job.metadata.name, container: pod.containers[0]!.name }]);
    expect(argsOf(job).at(-1)).toBe('/load/load.js');
    expect(Object.keys(files[0]!.data)).toEqual(['load.js', 'plan.json']);
    expect(JSON.parse(files[0]!.data['plan.json']!)).toEqual(planOf(spec({}), target, 0, null));
    expect(JSON.stringify(objects)).not.toContain(target.kubeconfig);
  });
});

describe('several generators', () => {
  it('share the load by execution segments, and begin at one time', () => {
    const { parts, jobs, files } = manifests({ generators: 3 });
    expect(parts.map(({ name, job }) => [name, job])).toEqual([
      ['1', 'load-1-1'],
      ['2', 'load-1-2'],
      ['3', 'load-1-3'],
    ]);
    expect(jobs.map((job) => argsOf(job).slice(-3, -1))).toEqual(
      ['0:1/3', '1/3:2/3', '2/3:1'].map((own) => [
        `--execution-segment=${own}`,
        '--execution-segment-sequence=0,1/3,2/3,1',
      ]),
    );
    const plans = files.map(({ data }) => JSON.parse(data['plan.json']!) as ReturnType<typeof planOf>);
    expect(plans.map(({ startAt, generator }) => [startAt, generator])).toEqual(
      [0, 1, 2].map((index) => [NOW + START_LEAD * 1000, index]),
    );
  });

  it('take longer than the load for their common start, and for what is late', () => {
    const extra = (load: Partial<LoadSpec>) =>
      k6Manifests({ name: 'load-1', spec: spec(load), target, now: NOW }).extraSeconds;
    expect([{}, { generators: 2 }, { arrivals: 'poisson' } as const].map(extra)).toEqual([0, 15, 2]);
  });

  it('have their own of the drawn arrivals instead', () => {
    const load = { arrivals: 'poisson', generators: 2 } as const;
    const { jobs, files } = manifests(load);
    expect(jobs.flatMap(argsOf).join(' ')).not.toContain('segment');
    expect(files.map(({ data }) => data['due.txt'])).toEqual(
      [0, 1].map((index) => dueText(dueTimes(spec(load), index))),
    );
  });
});
