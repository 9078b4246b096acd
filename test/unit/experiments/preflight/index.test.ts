import type { PrometheusDriver } from 'prometheus-query';
import type { Kube } from '../../../../experiments/kube';
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
async function proxied(meshOnly?: boolean): Promise<string[]> {
  const sent: string[] = [];
  const kube = {
    call: (_: string, path: string) => {
      if (path.endsWith('/nodes'))
        return Promise.resolve({ items: [{ status: { conditions: [{ type: 'Ready', status: 'True' }] } }] });
      return Promise.resolve(path.endsWith('/pods') ? { items: [pod()] } : deployment(1));
    },
    text: (path: string) => {
      sent.push(path);
      return Promise.resolve('');
    },
  } as unknown as Kube;
  const { workload, autoscaler } = target({});
  const whole = {
    workload: { ...workload, meshOnly },
    autoscaler: { ...autoscaler, hpa: undefined },
    generator: { nodeSelector: {} },
  } as unknown as Target;
  const spec = { load: { path: '/heavywork', timeout: 1 } } as ExperimentSpec;
  const options = { report: () => undefined, signal: new AbortController().signal, patience: 1 };
  const { problems } = await preflight(kube, {} as PrometheusDriver, spec, whole, options);
  expect(problems).toEqual([]);
  return sent;
}

describe('the request of the preflight', () => {
  it('goes through the proxy of the API server', async () => {
    expect(await proxied()).toEqual(['/api/v1/namespaces/app/services/sample:8080/proxy/heavywork']);
  });

  it('is left out where only callers in the mesh are answered, of which that proxy is none', async () => {
    expect(await proxied(true)).toEqual([]);
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
