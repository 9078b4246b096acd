import type { Kube } from '../../../../experiments/kube';
import { k6 } from '../../../../experiments/load/k6';
import { LoadGenerator } from '../../../../experiments/load/generator';
import { spec, target } from './k6/fixtures';

const manifests = k6.manifests({ name: 'load-1', spec: spec({}), target, now: 0 });
const { signal } = new AbortController();

/** What a start says where the API server answers like this. */
async function startOf(pods: readonly object[], events: readonly object[] | Error, proxy?: string): Promise<unknown> {
  const kube = {
    call: (method: string, path: string) => {
      if (method === 'POST') return Promise.resolve({});
      if (path.endsWith('/events'))
        return events instanceof Error ? Promise.reject(events) : Promise.resolve({ items: events });
      return Promise.resolve({ items: pods });
    },
  } as unknown as Kube;
  return new LoadGenerator(kube, 'load', manifests, proxy).start(signal).catch((error: Error) => error.message);
}

const running = { containerStatuses: [{ name: 'k6', restartCount: 0, state: { running: {} } }] };
const plain = { metadata: { name: 'load-1' }, spec: { containers: [{ name: 'k6' }] }, status: running };
const meshed = { ...plain, spec: { ...plain.spec, initContainers: [{ name: 'istio-proxy' }] } };

describe('the start of the load generator', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('ends once its container runs', async () => {
    expect(await startOf([plain], [])).toBeUndefined();
    expect(await startOf([meshed], [], 'istio-proxy')).toBeUndefined();
  });

  it('fails where its pod should have a proxy and has none', async () => {
    expect(await startOf([plain], [], 'istio-proxy')).toMatch(
      /^The load generator has no container istio-proxy\. The mesh adds it when a pod is created: .*webhook/,
    );
  });

  it('says who refused its pod', async () => {
    const message = 'Error creating: failed calling webhook "namespace.sidecar-injector.istio.io"';
    // Longer than anyone waits.
    const late = () => {
      let now = 0;
      jest.spyOn(Date, 'now').mockImplementation(() => (now += 100_000));
    };
    late();
    expect(await startOf([], [{ message: 'an older one' }, { message }])).toBe(
      `The load generator did not start within 90 s: no pod was created for its Job (${message}).`,
    );
    late();
    expect(await startOf([], new Error('forbidden'))).toBe(
      'The load generator did not start within 90 s: no pod was created for its Job.',
    );
  });
});
