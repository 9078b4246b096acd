import { Istio } from '../../../../../components/addons/istio/istio';
import { prefixedNames } from '../../../../../components/cluster/names';
import { made } from '../../../../support/charts';

const releases = async (mode: 'sidecar' | 'ambient', more = {}) =>
  (await made((cluster) => new Istio('istio', { cluster, mode }), more)).filter(({ type }) =>
    type.endsWith(':Release'),
  );

describe('Istio', () => {
  it('is base, istiod and cni of one version, in one namespace', async () => {
    const all = await releases('sidecar');
    expect(all.map(({ inputs }) => inputs['chart'])).toEqual(['base', 'istiod', 'cni']);
    for (const { inputs } of all) {
      expect(inputs).toMatchObject({
        version: '1.30.3',
        namespace: 'istio-system',
        repositoryOpts: { repo: 'https://istio-release.storage.googleapis.com/charts' },
      });
    }
  });

  it('has the proxy of the nodes in ambient mode', async () => {
    const all = await releases('ambient');
    expect(all.map(({ inputs }) => inputs['chart'])).toEqual(['base', 'istiod', 'cni', 'ztunnel']);
  });

  it('makes its namespace once, for pods that change the nodes', async () => {
    const all = await made((cluster) => new Istio('istio', { cluster, mode: 'ambient' }));
    const namespaces = all.filter(({ type }) => type.endsWith(':Namespace'));
    expect(namespaces).toHaveLength(1);
    expect(namespaces[0]?.inputs).toMatchObject({
      metadata: { name: 'istio-system', labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
    });
  });

  it('has names of its own on a shared cluster, and tells its parts where they are', async () => {
    const all = await releases('ambient', { names: prefixedNames('testbed-dev') });
    expect(all.map(({ inputs }) => inputs['name'])).toEqual([
      'testbed-dev-istio-base',
      'testbed-dev-istio-istiod',
      'testbed-dev-istio-cni',
      'testbed-dev-istio-ztunnel',
    ]);
    const values = all.map(({ inputs }) => inputs['values']);
    expect(values[0]).toMatchObject({ global: { istioNamespace: 'testbed-dev-istio-system' } });
    expect(values[1]).toMatchObject({ global: { istioNamespace: 'testbed-dev-istio-system' } });
    expect(values[3]).toMatchObject({ istioNamespace: 'testbed-dev-istio-system' });
  });
});
