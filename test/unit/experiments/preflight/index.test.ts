import type { PrometheusDriver } from 'prometheus-query';
import { KubeError, type Kube } from '../../../../experiments/kube';
import { preflight } from '../../../../experiments/preflight';
import type { ExperimentSpec, Target } from '../../../../experiments/types';
import { deployment, pod, target } from './objects';

jest.mock('../../../../experiments/preflight/settled', () => ({
  ...jest.requireActual<object>('../../../../experiments/preflight/settled'),
  notScraped: () => Promise.resolve(undefined),
}));
jest.mock('../../../../experiments/preflight/workload', () => ({
  ...jest.requireActual<object>('../../../../experiments/preflight/workload'),
  scrapeTargets: () => Promise.resolve([]),
}));

/** The paths of the requests that a preflight of a workload at rest sends through the API server's proxy. */
async function proxied({
  meshOnly,
  ingress,
  refusals = 0,
}: {
  meshOnly?: boolean;
  ingress?: Target['ingress'];
  /** How often the answer is 404. */
  refusals?: number;
} = {}): Promise<string[]> {
  const sent: string[] = [];
  const kube = {
    call: (_: string, path: string) => {
      if (path.endsWith('/nodes'))
        return Promise.resolve({ items: [{ status: { conditions: [{ type: 'Ready', status: 'True' }] } }] });
      return Promise.resolve(path.endsWith('/pods') ? { items: [pod()] } : deployment(1));
    },
    text: (path: string) => {
      sent.push(path);
      return sent.length > refusals ? Promise.resolve('') : Promise.reject(new KubeError(404, 'no route'));
    },
  } as unknown as Kube;
  const { workload, autoscaler } = target({});
  const whole = {
    workload: { ...workload, meshOnly },
    ingress,
    autoscaler: { ...autoscaler, hpa: undefined },
    generator: { nodeSelector: {} },
  } as unknown as Target;
  const spec = { load: { path: '/heavywork', timeout: 1 } } as ExperimentSpec;
  const options = { report: () => undefined, signal: new AbortController().signal, patience: 10 };
  const { problems } = await preflight(kube, {} as PrometheusDriver, spec, whole, options);
  expect(problems).toEqual([]);
  return sent;
}

describe('the request of the preflight', () => {
  it('goes through the proxy of the API server', async () => {
    expect(await proxied()).toEqual(['/api/v1/namespaces/app/services/sample:8080/proxy/heavywork']);
  });

  it('is left out where only callers in the mesh are answered, of which that proxy is none', async () => {
    expect(await proxied({ meshOnly: true })).toEqual([]);
  });

  it('goes to the gateway that the load goes to, until that has learnt its route', async () => {
    const ingress = { namespace: 'istio-ingress', service: 'ingress-istio', port: 80 };
    const path = '/api/v1/namespaces/istio-ingress/services/ingress-istio:80/proxy/heavywork';
    expect(await proxied({ meshOnly: true, ingress })).toEqual([path]);
    expect(await proxied({ meshOnly: true, ingress, refusals: 1 })).toEqual([path, path]);
  });
});

it('says at once that the nodes have the image of another driver', async () => {
  const kube = {
    call: (_: string, path: string) =>
      Promise.resolve(/\/(pods|nodes)$/.test(path) ? { items: [pod()] } : deployment(1)),
  } as unknown as Kube;
  const { workload, autoscaler } = target({});
  const generator = { driver: 'k6', nodeSelector: {} };
  const whole = { workload, autoscaler: { ...autoscaler, hpa: undefined }, generator } as unknown as Target;
  const spec = { load: { driver: 'locust', path: '/', timeout: 1 } } as ExperimentSpec;
  const options = { report: () => undefined, signal: new AbortController().signal, patience: 60 };
  const { problems } = await preflight(kube, {} as PrometheusDriver, spec, whole, options);
  expect(problems.join('\n')).toMatch(
    /load generator k6, and the load is for locust\. Set experiment\.load\.driver to locust/,
  );
});
