import { html, type Html } from '../report/html';
import type { TargetService } from '../services/types';
import { HEIGHT, layout, WIDTH } from './layout';
import { row } from './text';
import type { Bottleneck, Level } from './types';

/** The graph of calls, with the mean time of each call and what is used of each service. */
export function picture(found: Bottleneck, { services }: Level, graph: readonly TargetService[]): Html {
  const { boxes, edges, width, height } = layout(graph);
  const lines = edges.map(({ from, to, path, label: [x, y] }) => {
    const { rate, latencyMean } = services[from]?.calls[to] ?? { rate: null, latencyMean: null };
    const step = found.criticalPath.indexOf(from);
    const critical = step >= 0 && found.criticalPath[step + 1] === to;
    return html`<g class="edge${critical ? ' critical' : ''}">
      <title>${from} calls ${to}: ${text(rate)}/s, ${text(latencyMean)} ms each</title>
      <path d="${path}" />
      <text x="${x}" y="${y}">${text(latencyMean)} ms</text>
    </g>`;
  });
  const nodes = boxes.map(({ name, x, y }) => {
    const one = found.ranking.find(({ service }) => service === name);
    const [, used = '?', resource = '', latency = '?', , waiting = '?'] = one === undefined ? [] : row(one);
    const fill = (one?.utilization ?? 0) * (WIDTH - 2);
    return html`<g class="node${name === found.service ? ' named' : ''}" transform="translate(${x} ${y})">
      <title>${name}: ${used} of its ${resource} used, ${latency} of the latency, ${waiting} waiting</title>
      <rect width="${WIDTH}" height="${HEIGHT}" rx="6" />
      <rect class="used" x="1" y="${HEIGHT - 9}" width="${fill.toFixed(1)}" height="8" />
      <text class="name" x="10" y="20">${name === found.service ? `▶ ${name}` : name}</text>
      <text x="10" y="40">${used} ${resource}, ${latency}</text>
    </g>`;
  });
  return html`<svg
    class="graph"
    viewBox="-2 -2 ${width + 4} ${height + 4}"
    role="img"
    aria-label="The services and their calls; the same is in the table."
  >
    ${lines}${nodes}
  </svg>`;
}

const text = (value: number | null): string => (value === null ? '?' : String(Number(value.toPrecision(3))));
