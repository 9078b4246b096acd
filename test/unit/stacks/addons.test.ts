import * as pulumi from '@pulumi/pulumi';
import type { AddonName } from '../../../components/addons/names';
import { optionalAddons, type OptionalAddon } from '../../../components/addons/registry';
import { createAddons } from '../../../stacks/addons';
import { chartCluster } from '../../support/charts';
import { registered } from '../../support/mocks';

const context = {
  prometheus: { namespace: 'monitoring', service: 'prometheus', port: 9090 },
  rules: { rules: [], externalRules: [{ seriesQuery: 'requests' }] },
  watch: 'testbed-app',
};

class After extends pulumi.ComponentResource {
  constructor() {
    super('test:index:After', 'after');
  }
}

async function create(names: AddonName[], possible: readonly OptionalAddon[] = optionalAddons, helm = true) {
  const capabilities = { localImages: false, helm, provided: [], kubeletCertificates: true };
  const all = await registered(
    () =>
      createAddons(names, possible, { ...context, cluster: chartCluster({ capabilities }) }, new Map(), new After()),
    ({ type }) => (type === 'testbed:index:Certificate' ? { authority: 'ca', certificate: 'pem', key: 'key' } : {}),
  );
  const pick = (prefix: string) => all.filter(({ type }) => type.startsWith(prefix));
  return {
    components: pick('testbed:addons:').map(({ type, name }) => `${type.replace('testbed:addons:', '')} ${name}`),
    states: Object.fromEntries(pick('testbed:index:Addon').map(({ name, inputs }) => [name, inputs['state']])),
  };
}

test('where charts can be had, add-ons come by theirs, without any manifests', async () => {
  expect(await create(['keda'])).toEqual({
    components: ['KedaChart keda'],
    states: {
      'addon-prometheus-adapter': 'absent',
      'addon-kube-metrics-adapter': 'absent',
      'addon-keda': 'installed external.metrics.k8s.io by chart',
      'addon-vpa': 'absent',
    },
  });
  expect((await create(['vpa', 'prometheus-adapter'])).components).toEqual([
    'PrometheusAdapterChart prometheus-adapter',
    'VpaChart vpa',
  ]);
});

test('one that has no chart comes as it does elsewhere', async () => {
  expect(await create(['kube-metrics-adapter'], ['kube-metrics-adapter'])).toEqual({
    components: ['KubeMetricsAdapter kube-metrics-adapter'],
    states: { 'addon-kube-metrics-adapter': 'installed external.metrics.k8s.io' },
  });
});

test('where there are no charts, they are made from manifests', async () => {
  await expect(create(['keda'], ['keda'], false)).rejects.toThrow(
    "Upstream's manifests have no Deployment keda-operator",
  );
});
