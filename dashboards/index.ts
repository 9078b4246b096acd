import { sampleRequests, type RequestMetrics } from '../components/workload/requestMetrics';
import { autoscaler } from './autoscaler';
import { build } from './build';
import { goldenSignals } from './goldenSignals';
import { load } from './load';
import { mesh } from './mesh';
import type { Dashboard } from './types';

export type { Dashboard, Panel, Query } from './types';

/** Every dashboard, for a workload whose request metrics have these names. */
export function dashboards(metrics: RequestMetrics = sampleRequests): readonly Dashboard[] {
  return [goldenSignals(metrics), mesh, autoscaler, load(metrics)];
}

/** The dashboards as Grafana loads them: JSON by file name. */
export function dashboardFiles(all: readonly Dashboard[] = dashboards()): Readonly<Record<string, string>> {
  return Object.fromEntries(
    all.map((dashboard) => [`${dashboard.name}.json`, `${JSON.stringify(build(dashboard), null, 2)}\n`]),
  );
}
