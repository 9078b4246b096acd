import { bottleneck } from '../bottleneck/analyse';
import { picture } from '../bottleneck/picture';
import { callsTable } from '../bottleneck/tables';
import { seenGraph } from '../services/seen';
import type { GraphNode } from '../services/types';
import type { Result } from '../types';
import { html, type Html } from './html';

/** The services of a run with their calls over the measured window, as a picture and as a table. Null where no service answered. */
export function servicesGraph({ services, target }: Pick<Result, 'services' | 'target'>): Html | null {
  const configured = target.services ?? [];
  const entry = services?.[configured[0]?.name ?? ''];
  if (services === undefined || entry?.signals.latencyMean == null) return null;
  const source = entry.from ?? 'app';
  const graph: readonly GraphNode[] = source === 'mesh' ? seenGraph(configured, [services]).graph : configured;
  const window = { offered: entry.signals.rate ?? 0, from: 0, to: 0, services };
  const found = bottleneck([window], graph, source);
  // One load says which service is used up; which would be the first of those that are not is a matter of several.
  const drawn = found.verdict === 'saturated' ? found : { ...found, service: null };
  return html`<h3>Calls</h3>
    <div class="scroll" role="region" aria-label="Graph of the calls" tabindex="0">
      ${picture(drawn, { services }, graph)}
    </div>
    <p class="soft">
      Over the measured window. The bar is what is used of a service’s most used resource; the thick line is the
      critical path, the calls that most of the waiting is for; a saturated service in which most latency arises is
      marked.
    </p>
    ${callsTable(drawn, { services }, graph)}`;
}
