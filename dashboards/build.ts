import {
  DashboardCursorSync,
  VariableRefresh,
  type Dashboard as GrafanaDashboard,
} from '@grafana/grafana-foundation-sdk/dashboard';
import {
  DashboardBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { Dashboard, Panel, Variable } from './types';

/** The data source is chosen in Grafana, so that the dashboard works wherever it is loaded. */
const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };
/** Scrape interval, which Grafana derives `$__rate_interval` from. */
const INTERVAL = '5s';
/** Grafana's grid has 24 columns. */
const PANEL = { width: 12, height: 8 };

/** The dashboard as Grafana's JSON model. */
export function build({ name, title, description, variables, rows }: Dashboard): GrafanaDashboard {
  const builder = new DashboardBuilder(title)
    .uid(`autoscaling-testbed-${name}`)
    .description(description)
    .tags(['autoscaling-testbed'])
    .time({ from: 'now-15m', to: 'now' })
    .refresh('5s')
    .timezone('browser')
    .tooltip(DashboardCursorSync.Crosshair)
    .withVariable(new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'));
  for (const variable of variables) builder.withVariable(buildVariable(variable));
  for (const row of rows) {
    builder.withRow(new RowBuilder(row.title));
    for (const panel of row.panels) builder.withPanel(buildPanel(panel));
  }
  return builder.build();
}

function buildVariable({ name, label, query, multiple = false }: Variable): QueryVariableBuilder {
  const builder = new QueryVariableBuilder(name)
    .label(label)
    .query(query)
    .datasource(DATASOURCE)
    // The objects of an experiment come and go.
    .refresh(VariableRefresh.OnTimeRangeChanged);
  return multiple ? builder.multi(true).includeAll(true).allValue('.*') : builder;
}

function buildPanel({ title, description, unit, max, queries }: Panel): PanelBuilder {
  const builder = new PanelBuilder()
    .title(title)
    .description(description)
    .datasource(DATASOURCE)
    .interval(INTERVAL)
    .unit(unit)
    .min(0)
    .span(PANEL.width)
    .height(PANEL.height);
  if (max !== undefined) builder.max(max);
  queries.forEach(({ expr, legend }, index) =>
    builder.withTarget(
      new DataqueryBuilder()
        .refId(String.fromCharCode('A'.charCodeAt(0) + index))
        .datasource(DATASOURCE)
        .expr(expr)
        .legendFormat(legend)
        .range(),
    ),
  );
  return builder;
}
