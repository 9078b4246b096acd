import { Dashboards } from '../../../../../components/addons/monitoring/dashboards';
import { dashboardFiles } from '../../../../../dashboards';
import { registered } from '../../../../support/mocks';
import { mockCluster, type KubernetesObject } from './cluster';

it("makes a ConfigMap of each dashboard, with the label that Grafana's sidecar looks for", async () => {
  const resources = await registered(
    () => new Dashboards('dashboards', { cluster: mockCluster(), namespace: 'grafana' }),
  );
  const objects = resources
    .filter(({ type }) => type === 'kubernetes:core/v1:ConfigMap')
    .map(({ inputs }) => inputs as KubernetesObject);
  expect(objects.map(({ metadata }) => metadata.name)).toEqual([
    'dashboard-golden-signals',
    'dashboard-mesh',
    'dashboard-autoscaler',
    'dashboard-load',
  ]);
  for (const { metadata } of objects) {
    expect(metadata).toMatchObject({ namespace: 'grafana', labels: { grafana_dashboard: '1' } });
  }
  expect(objects.flatMap((object) => Object.entries(object['data'] as object))).toEqual(
    Object.entries(dashboardFiles()),
  );
});
