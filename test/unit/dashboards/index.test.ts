import { dashboardFiles, dashboards, type Dashboard } from '../../../dashboards';
import { build } from '../../../dashboards/build';

interface Target {
  refId: string;
  expr: string;
  datasource: { uid: string };
}
interface PanelJson {
  type: string;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: Target[];
}

const panelsOf = (dashboard: Dashboard) => dashboard.rows.flatMap(({ panels }) => panels);

describe.each(dashboards().map((dashboard) => [dashboard.name, dashboard] as const))(
  'dashboard %s',
  (name, dashboard) => {
    const json = JSON.parse(dashboardFiles()[`${name}.json`] ?? '') as {
      uid: string;
      panels: PanelJson[];
      templating: { list: { name: string }[] };
    };
    const panels = json.panels.filter(({ type }) => type !== 'row');

    it('asks only with variables that it has', () => {
      const known = json.templating.list.map((variable) => variable.name);
      const texts = [
        ...panelsOf(dashboard).flatMap(({ queries }) => queries.map(({ expr }) => expr)),
        ...dashboard.variables.map(({ query }) => query),
      ];
      const used = texts.flatMap((text) => [...text.matchAll(/\$(\w+)/g)].map(([, variable]) => variable));
      expect(used.length).toBeGreaterThan(0);
      expect(used.filter((variable) => variable !== '__rate_interval' && !known.includes(variable ?? ''))).toEqual([]);
    });

    it('has every panel with every query, each against the chosen data source', () => {
      expect(panels.map(({ title }) => title)).toEqual(panelsOf(dashboard).map(({ title }) => title));
      for (const [index, { queries }] of panelsOf(dashboard).entries()) {
        const targets = panels[index]?.targets ?? [];
        expect(targets.map(({ expr }) => expr)).toEqual(queries.map(({ expr }) => expr));
        expect(new Set(targets.map(({ refId }) => refId)).size).toBe(queries.length);
        expect(targets.every(({ datasource }) => datasource.uid === '${datasource}')).toBe(true);
      }
    });

    it('lays no panel over another', () => {
      const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
        Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
      );
      expect(new Set(cells).size).toBe(cells.length);
      expect(panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
    });

    it('explains each panel', () => {
      expect(panelsOf(dashboard).filter(({ description }) => description.length < 10)).toEqual([]);
    });
  },
);

it('names each dashboard once, in Grafana too', () => {
  const uids = dashboards().map((dashboard) => build(dashboard).uid);
  expect(uids).toEqual([
    'autoscaling-testbed-golden-signals',
    'autoscaling-testbed-mesh',
    'autoscaling-testbed-autoscaler',
    'autoscaling-testbed-load',
  ]);
});

it('shows the four golden signals by service, and nothing but variables chooses the service', () => {
  const golden = dashboards()[0] as Dashboard;
  expect(golden.rows.map(({ title }) => title)).toEqual(['Latency', 'Traffic and errors', 'Saturation']);
  expect(JSON.stringify(golden)).not.toContain('testbed-app');
});

it("shows the golden signals by the mesh without any metric of the application's", () => {
  const { rows } = dashboards()[1] as Dashboard;
  expect(rows.map(({ title }) => title)).toEqual(['Latency', 'Traffic and errors', 'Saturation']);
  const queries = rows.flatMap(({ panels }) => panels.flatMap((panel) => panel.queries.map(({ expr }) => expr)));
  const names = queries.flatMap((expr) => [...expr.matchAll(/([a-z_]+)\{/g)].map(([, name]) => name));
  expect([...new Set(names)].sort()).toEqual([
    'container_cpu_cfs_periods_total',
    'container_cpu_cfs_throttled_periods_total',
    'container_cpu_usage_seconds_total',
    'istio_request_duration_milliseconds_bucket',
    'istio_request_duration_milliseconds_sum',
    'istio_requests_total',
  ]);
  // What each proxy surely knows is its own end.
  for (const expr of queries.filter((one) => one.includes('istio_')))
    expect(expr).toMatch(/reporter="destination",[^}]*destination_workload=~|reporter="source",[^}]*source_workload=~/);
});
