import * as pulumi from '@pulumi/pulumi';
import { KedaChart, kedaValues } from '../../../../../components/addons/charts/keda';
import { rolePlacement } from '../../../../../components/cluster/roles';
import { made } from '../../../../support/charts';

const values = kedaValues({ watch: 'testbed-app', placement: rolePlacement.system });

test('it watches one namespace with the least rights, on the system node', () => {
  expect(values).toMatchObject({
    watchNamespace: 'testbed-app',
    webhooks: { enabled: false },
    rbac: { enabledCustomScaledRefKinds: false },
    permissions: { operator: { restrict: { secret: true } }, metricServer: { restrict: { secret: true } } },
    nodeSelector: { 'autoscaling-testbed/role': 'system' },
    tolerations: [{ key: 'autoscaling-testbed/role', operator: 'Exists', effect: 'NoSchedule' }],
  });
});

test('it is a release of the pinned chart', async () => {
  const all = await made(
    (cluster) => new KedaChart('keda', { cluster, watch: pulumi.output('testbed-app'), identity: pulumi.output('1') }),
  );
  expect(all.map(({ type, name }) => `${type} ${name}`)).toEqual([
    'testbed:addons:KedaChart keda',
    'kubernetes:core/v1:Namespace keda-namespace',
    'kubernetes:networking.k8s.io/v1:NetworkPolicy keda-network-policy',
    'kubernetes:helm.sh/v3:Release keda',
  ]);
  expect(all[3]?.inputs).toMatchObject({
    chart: 'keda',
    version: '2.20.2',
    repositoryOpts: { repo: 'https://kedacore.github.io/charts' },
    namespace: 'keda',
    values: { watchNamespace: 'testbed-app' },
  });
});
