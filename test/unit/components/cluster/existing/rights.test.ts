import { neededRights, rightsText } from '../../../../../components/cluster/existing/rights';
import { prefixedNames } from '../../../../../components/cluster/names';
import type { Needs } from '../../../../../components/cluster/types';

const names = prefixedNames('testbed-dev');
const needs = (...addons: string[]): Needs => ({
  addons: ['metrics-server', 'prometheus', ...addons],
  apis: [],
  images: ['sample'],
  platformImages: [],
  operator: false,
});
const EVERYTHING = '* *.* in the whole cluster';

test.each([
  ['keda', true, true],
  ['prometheus-adapter', true, true],
  // From upstream's manifests their roles are narrowed.
  ['keda', false, false],
  // It has no chart.
  ['kube-metrics-adapter', true, false],
])('%s, by chart: %s, takes an administrator: %s', (addon, charts, administrator) => {
  const lines = rightsText(neededRights(needs(addon), [], names, charts));
  expect(lines.includes(EVERYTHING)).toBe(administrator);
});

test('what is installed already takes no rights to install it', () => {
  expect(rightsText(neededRights(needs('keda'), ['keda'], names, true))).not.toContain(EVERYTHING);
});

test('the testbed works in namespaces of its own', () => {
  expect(rightsText(neededRights(needs(), ['metrics-server'], names))).toEqual(
    expect.arrayContaining([
      'get, list, watch, create, patch, delete deployments.apps in testbed-dev-app',
      'get, list, watch, create, patch, delete namespaces in the whole cluster',
    ]),
  );
});

test.each(['k6', 'locust', 'siege'] as const)('load by %s takes rights in its namespace', (driver) => {
  const lines = rightsText(neededRights({ ...needs(), images: ['sample', driver] }, ['metrics-server'], names));
  expect(lines).toContain('list, create, delete jobs.batch in testbed-dev-load');
  expect(lines.includes('get services/proxy in testbed-dev-load')).toBe(driver === 'locust');
  expect(rightsText(neededRights(needs(), ['metrics-server'], names)).join()).not.toContain('testbed-dev-load');
});

test('a gateway takes rights in a namespace of its own, and its definitions some in the whole cluster', () => {
  const own = 'get, list, watch, create, patch, delete';
  const lines = rightsText(neededRights(needs('istio', 'gateway-api'), ['metrics-server', 'istio'], names));
  expect(lines).toEqual(
    expect.arrayContaining([
      `${own} httproutes.gateway.networking.k8s.io in testbed-dev-app`,
      `${own} gateways.gateway.networking.k8s.io in testbed-dev-istio-ingress`,
      'get services/proxy in testbed-dev-istio-ingress',
      `${own} customresourcedefinitions.apiextensions.k8s.io in the whole cluster`,
    ]),
  );
  const provided = ['metrics-server', 'istio', 'gateway-api'] as const;
  expect(rightsText(neededRights(needs('istio', 'gateway-api'), provided, names)).join()).not.toContain(
    'customresourcedefinitions',
  );
  expect(rightsText(neededRights(needs('istio'), ['metrics-server', 'istio'], names)).join()).not.toContain('gateway');
});
