import { html, type Html } from '../report/html';
import type { CallSignals, GraphNode } from '../services/types';
import { HEIGHT, layout, WIDTH, type Edge } from './layout';
import { number, percent } from './numbers';
import { row } from './text';
import type { Bottleneck, Level } from './types';

/** What the picture needs of a finding. */
export type Drawn = Pick<Bottleneck, 'service' | 'ranking' | 'criticalPath'>;

/** Pixels of a unit, where there is room: a small graph need not fill the page. */
const ZOOM = 1.4;

const UNSEEN: CallSignals = { rate: null, errorShare: null, latencyMean: null };

/** The graph of calls: of each call its rate, errors and p95, of each service what is used of it; the critical path is thick. */
export function picture(found: Drawn, { services }: Pick<Level, 'services'>, graph: readonly GraphNode[]): Html {
  const { boxes, edges, width, height } = layout(graph);
  const lines = edges.map(({ from, to, path }) => {
    const call = services[from]?.calls[to] ?? UNSEEN;
    return html`<g class="edge${isCritical(found, from, to) ? ' critical' : ''}">
      <title>${sentence(from, to, call)}</title>
      <path d="${path}" />
    </g>`;
  });
  // Over all lines.
  const labels = edges.map((edge) => label(edge, services[edge.from]?.calls[edge.to] ?? UNSEEN));
  const nodes = boxes.map(({ name, x, y }) => {
    const one = found.ranking.find(({ service }) => service === name);
    const [, used = '?', resource = '', latency = '?', , waiting = '?', throttled = '?'] =
      one === undefined ? [] : row(one);
    const { rate, errorShare, latencyP95, latencyMean, queue, inFlight } = services[name]?.signals ?? {};
    // A single load by the mesh says nothing of queues.
    const held = queue == null && inFlight != null ? `${inFlight.toFixed(1)} in it` : `${waiting} waiting`;
    const fill = (one?.utilization ?? 0) * (WIDTH - 2);
    return html`<g class="node${name === found.service ? ' named' : ''}" transform="translate(${x} ${y})">
      <title>
        ${name}: ${used} of its ${resource || 'resources'} used, throttled in ${throttled} of the CFS periods,
        ${waiting} requests waiting; ${number(rate)}/s, ${percent(errorShare)} failed,
        ${time({ latencyP95, latencyMean })}; ${latency} of the latency at the entry arises in it
      </title>
      <rect width="${WIDTH}" height="${HEIGHT}" rx="6" />
      <rect class="used" x="1" y="${HEIGHT - 9}" width="${fill.toFixed(1)}" height="8" />
      <text class="name" x="10" y="20">${name === found.service ? `▶ ${name}` : name}</text>
      <text x="10" y="40">${used} ${resource}, ${held}</text>
      <text x="10" y="60">${number(rate)}/s, ${time({ latencyP95, latencyMean })}</text>
    </g>`;
  });
  return html`<svg
    class="graph"
    width="${Math.round((width + 4) * ZOOM)}"
    viewBox="-2 -2 ${width + 4} ${height + 4}"
    role="img"
    aria-labelledby="graph-title graph-description"
  >
    <title id="graph-title">The services and their calls</title>
    <desc id="graph-description">
      ${description(found, services, edges)} The same is in the tables beside the picture.
    </desc>
    ${lines}
    <g class="edge">${labels}</g>
    ${nodes}
  </svg>`;
}

/** On two lines where there is little room; over the line, so that it is not crossed out. */
function label({ label: [x, y], wide }: Edge, call: CallSignals): Html {
  const [first, second] = [`${number(call.rate)}/s, ${percent(call.errorShare)} err`, time(call)];
  if (wide) return html`<text x="${x}" y="${y - 5}">${first}, ${second}</text>`;
  return html`<text x="${x}" y="${y - 6}">${first}</text><text x="${x}" y="${y + 14}">${second}</text>`;
}

/** The 95th percentile where it is known, else the mean. */
function time({ latencyP95, latencyMean }: Partial<Pick<CallSignals, 'latencyP95' | 'latencyMean'>>): string {
  return latencyP95 == null ? `mean ${number(latencyMean)} ms` : `p95 ${number(latencyP95)} ms`;
}

/** Whether most of the waiting is for this call. */
export function isCritical({ criticalPath }: Pick<Drawn, 'criticalPath'>, from: string, to: string): boolean {
  const step = criticalPath.indexOf(from);
  return step >= 0 && criticalPath[step + 1] === to;
}

const sentence = (from: string, to: string, call: CallSignals): string =>
  `${from} calls ${to}: ${number(call.rate)}/s, ${percent(call.errorShare)} failed, ${time(call)}`;

function description(
  { service, criticalPath }: Drawn,
  services: Level['services'],
  edges: readonly Pick<Edge, 'from' | 'to'>[],
): string {
  return [
    ...edges.map(({ from, to }) => sentence(from, to, services[from]?.calls[to] ?? UNSEEN)),
    ...(criticalPath.length > 1 ? [`Critical path: ${criticalPath.join(', ')}`] : []),
    ...(service === null ? [] : [`Marked: ${service}`]),
  ]
    .map((text) => `${text}.`)
    .join(' ');
}
