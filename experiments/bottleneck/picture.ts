import { html, type Html } from '../report/html';
import type { TargetService } from '../services/types';
import { calleesIn, row } from './text';
import type { Bottleneck, Level } from './types';

const [WIDTH, HEIGHT, GAP_X, GAP_Y] = [180, 62, 70, 24] as const;

interface Box {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

/** Each service right of all that call it. */
export function layout(graph: readonly TargetService[]): Box[] {
  const depth = new Map<string, number>();
  const visit = (name: string, at: number): void => {
    if ((depth.get(name) ?? -1) >= at) return;
    depth.set(name, at);
    calleesIn(graph, name).forEach((callee) => visit(callee, at + 1));
  };
  if (graph[0] !== undefined) visit(graph[0].name, 0);
  const rows = new Map<number, number>();
  return graph.flatMap(({ name }) => {
    const column = depth.get(name);
    if (column === undefined) return [];
    const line = rows.get(column) ?? 0;
    rows.set(column, line + 1);
    return [{ name, x: column * (WIDTH + GAP_X), y: line * (HEIGHT + GAP_Y) }];
  });
}

/** The graph of calls, with the rate and the mean time of each call and what is used of each service. */
export function picture(found: Bottleneck, { services }: Level, graph: readonly TargetService[]): Html {
  const boxes = layout(graph);
  const at = new Map(boxes.map((box) => [box.name, box]));
  const right = Math.max(0, ...boxes.map(({ x }) => x)) + WIDTH;
  const bottom = Math.max(0, ...boxes.map(({ y }) => y)) + HEIGHT;
  const edges = graph.flatMap(({ name }) =>
    calleesIn(graph, name).flatMap((callee) => {
      const [from, to] = [at.get(name), at.get(callee)];
      if (from === undefined || to === undefined) return [];
      const { rate, latencyMean } = services[name]?.calls[callee] ?? { rate: null, latencyMean: null };
      const path = found.criticalPath;
      const critical = path.includes(name) && path[path.indexOf(name) + 1] === callee;
      const [x1, y1, x2, y2] = [from.x + WIDTH, from.y + HEIGHT / 2, to.x, to.y + HEIGHT / 2];
      return [
        html`<g class="edge${critical ? ' critical' : ''}">
          <title>${name} calls ${callee}: ${text(rate)}/s, ${text(latencyMean)} ms each</title>
          <path d="M${x1} ${y1}C${x1 + GAP_X / 2} ${y1} ${x2 - GAP_X / 2} ${y2} ${x2} ${y2}" />
          <text x="${(x1 + x2) / 2}" y="${(y1 + y2) / 2 - 5}">${text(latencyMean)} ms</text>
        </g>`,
      ];
    }),
  );
  const nodes = boxes.map(({ name, x, y }) => {
    const one = found.ranking.find(({ service }) => service === name);
    const [, used = '?', resource = '', latency = '?', , waiting = '?'] = one === undefined ? [] : row(one);
    const fill = Math.min(1, one?.utilization ?? 0) * (WIDTH - 2);
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
    viewBox="-2 -2 ${right + 4} ${bottom + 4}"
    role="img"
    aria-label="The services and their calls; the same is in the table."
  >
    ${edges}${nodes}
  </svg>`;
}

const text = (value: number | null): string => (value === null ? '?' : String(Number(value.toPrecision(3))));
