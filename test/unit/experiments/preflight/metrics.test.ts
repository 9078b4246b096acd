import { KubeError, type CallOptions, type Kube } from '../../../../experiments/kube';
import { metricObstacles } from '../../../../experiments/preflight/metrics';
import type { Scene } from '../../../../experiments/preflight/scene';
import type { Metric } from '../../../../experiments/record/objects';
import type { Target } from '../../../../experiments/types';
import { deployment, external, hpa, pod, scene, target, vpa } from './objects';

const cpu: Metric = { type: 'Resource', resource: { name: 'cpu' } };
const container: Metric = { type: 'ContainerResource', containerResource: { name: 'cpu', container: 'app' } };
const requests: Metric = { type: 'Pods', pods: { metric: { name: 'rps' } } };
const signal = new AbortController().signal;

/** The obstacles where each path is answered with these items, and what was asked. */
async function ask(now: Partial<Scene>, answers: Readonly<Record<string, readonly object[]>>) {
  const asked: string[] = [];
  const call = (_: string, path: string, { query = {} }: CallOptions = {}): Promise<unknown> => {
    const group = /^\/apis\/([\w.]+)$/.exec(path)?.[1];
    // What the HPA is told to use, which need not be the newest.
    if (group !== undefined) return Promise.resolve({ preferredVersion: { groupVersion: `${group}/v9` } });
    asked.push([path, query['labelSelector']].filter((part) => part !== undefined && part !== '').join('?'));
    const items = answers[path];
    return items ? Promise.resolve({ items }) : Promise.reject(new KubeError(503, 'GET: 503 no endpoints'));
  };
  const obstacles = await metricObstacles(
    { call } as unknown as Kube,
    scene(now),
    target() as unknown as Target,
    signal,
  );
  return { asked, problems: obstacles.map(({ problem }) => problem) };
}

const METRICS = '/apis/metrics.k8s.io/v9/namespaces/app/pods';
const CUSTOM = '/apis/custom.metrics.k8s.io/v9/namespaces/app/pods/*/rps';
const EXTERNAL = '/apis/external.metrics.k8s.io/v9/namespaces/app/s0-prometheus';
const two = [pod(true, undefined, 'a'), pod(true, undefined, 'b')];

describe('the metrics of an HPA', () => {
  it('answer for every ready pod, resources once however many there are', async () => {
    const now = { hpa: hpa({ metrics: [cpu, container] }), pods: two };
    const one = [{ metadata: { name: 'a' } }];
    expect(await ask(now, { [METRICS]: [...one, { metadata: { name: 'b' } }] })).toEqual({
      asked: [METRICS],
      problems: [],
    });
    expect((await ask(now, { [METRICS]: one })).problems).toEqual([
      'the metrics API has nothing yet on b (CPU and memory)',
    ]);
    expect((await ask(now, {})).problems).toEqual([
      'the metrics API does not answer for CPU and memory (GET: 503 no endpoints)',
    ]);
  });

  it('of pods are asked for with the selector of the workload', async () => {
    const now = { hpa: hpa({ metrics: [requests] }), pods: two };
    const items = two.map(({ metadata: { name } }) => ({ describedObject: { kind: 'Pod', name } }));
    expect(await ask(now, { [CUSTOM]: items })).toEqual({ asked: [`${CUSTOM}?app=sample`], problems: [] });
    expect((await ask(now, { [CUSTOM]: items.slice(1) })).problems).toEqual([
      'the custom metrics API has nothing yet on a (rps)',
    ]);
  });

  it('of something else have a value, also with no pod there', async () => {
    const now = { hpa: hpa({ metrics: [external('s0-prometheus')] }), deployment: deployment(0), pods: [] };
    expect(await ask(now, { [EXTERNAL]: [{ value: '0' }] })).toEqual({
      asked: [`${EXTERNAL}?scaledobject.keda.sh/name=sample`],
      problems: [],
    });
    expect((await ask(now, { [EXTERNAL]: [] })).problems).toEqual([
      'the external metrics API has no value of s0-prometheus',
    ]);
  });

  it('that pods have are not asked for with no pod there', async () => {
    const now = { hpa: hpa({ metrics: [cpu, requests] }), deployment: deployment(0), pods: [] };
    expect(await ask(now, {})).toEqual({ asked: [], problems: [] });
  });
});

it('a VPA needs the usage of the pods', async () => {
  expect((await ask({ vpa: vpa(true), pods: two }, {})).asked).toEqual([METRICS]);
  expect((await ask({}, {})).asked).toEqual([]);
});
