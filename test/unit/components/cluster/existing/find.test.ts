import { findInstalled } from '../../../../../components/cluster/existing/find';
import { prefixedNames } from '../../../../../components/cluster/names';
import * as kube from '../../../../../experiments/kube';

jest.mock('../../../../../experiments/kube', () => ({
  ...jest.requireActual<object>('../../../../../experiments/kube'),
  connect: jest.fn(),
}));

const CRD = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/';
const INJECTORS = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations';
const bare = {
  '/api/v1/namespaces/kube-system': { metadata: { uid: 'uid' } },
  '/version': { gitVersion: 'v1.36.3' },
  '/apis/apiregistration.k8s.io/v1/apiservices': { items: [] },
  [INJECTORS]: { items: [] },
};

/** What is found where the API server has these objects, by path. */
async function found(objects: Readonly<Record<string, object>>) {
  const all: Readonly<Record<string, object>> = { ...bare, ...objects };
  const call = (_: string, path: string) =>
    path in all ? Promise.resolve(all[path]) : Promise.reject(new kube.KubeError(404, 'not found'));
  jest.mocked(kube.connect).mockReturnValue({ call } as unknown as kube.Kube);
  return (await findInstalled('kubeconfig', prefixedNames('testbed-dev'))).installed;
}

const istio = { [`${CRD}virtualservices.networking.istio.io`]: {} };
const injector = { [INJECTORS]: { items: [{}] } };
const gatewayApi = { [`${CRD}httproutes.gateway.networking.k8s.io`]: {} };

test('a bare cluster has nothing', async () => {
  expect(await found({})).toEqual({});
});

test('Istio is there where something injects proxies, and not where only its definitions are left', async () => {
  expect(await found({ ...istio, ...injector })).toEqual({
    istio: 'CustomResourceDefinition virtualservices.networking.istio.io',
  });
  expect(await found(istio)).toEqual({});
});

test("what this stack has brought is its own, by the namespace that it came with, and others' is not", async () => {
  const own = (name: string) => ({ [`/api/v1/namespaces/testbed-dev-${name}`]: {} });
  expect(await found({ ...istio, ...injector, ...own('istio-system') })).toEqual({});
  expect(await found({ ...gatewayApi, ...own('gateway-api') })).toEqual({});
  // A gateway of ours by definitions of others.
  expect(await found({ ...gatewayApi, ...own('istio-ingress') })).toEqual({
    'gateway-api': 'CustomResourceDefinition httproutes.gateway.networking.k8s.io',
  });
});
