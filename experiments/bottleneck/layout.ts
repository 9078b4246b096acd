import type { GraphNode } from '../services/types';
import { calleesIn } from './text';

export const [WIDTH, HEIGHT] = [180, 80] as const;
const [GAP_X, GAP_Y, LANE] = [130, 24, 22] as const;

/** A service in the picture; its upper left corner. */
export interface Box {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

/** A call: the line's path, and where its label stands. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly path: string;
  /** Middle of its label, at the line. */
  readonly label: readonly [x: number, y: number];
  /** Whether the label has the room of a whole line, not only that between two columns. */
  readonly wide: boolean;
}

export interface Layout {
  readonly boxes: readonly Box[];
  readonly edges: readonly Edge[];
  readonly width: number;
  readonly height: number;
}

/** Each service right of all that call it; a call that passes other columns goes below them. */
export function layout(graph: readonly GraphNode[]): Layout {
  const boxes = placed(graph);
  const bottom = Math.max(0, ...boxes.map(({ y }) => y)) + HEIGHT;
  let lanes = 0;
  const edges = graph.flatMap(({ name }) =>
    calleesIn(graph, name).flatMap((callee): Edge[] => {
      const [from, to] = [name, callee].map((one) => boxes.find((box) => box.name === one));
      if (from === undefined || to === undefined) return [];
      const [x1, y1, x2, y2] = [from.x + WIDTH, from.y + HEIGHT / 2, to.x, to.y + HEIGHT / 2];
      const [half, middle] = [GAP_X / 2, (x1 + x2) / 2];
      if (x2 - x1 <= GAP_X) {
        const path = `M${x1} ${y1}C${x1 + half} ${y1} ${x2 - half} ${y2} ${x2} ${y2}`;
        return [{ from: name, to: callee, path, label: [middle, (y1 + y2) / 2], wide: false }];
      }
      const lane = bottom + ++lanes * LANE;
      const down = `M${x1} ${y1}C${x1 + half} ${y1} ${x1 + half} ${lane} ${x1 + GAP_X} ${lane}`;
      const up = `L${x2 - GAP_X} ${lane}C${x2 - half} ${lane} ${x2 - half} ${y2} ${x2} ${y2}`;
      return [{ from: name, to: callee, path: down + up, label: [middle, lane], wide: true }];
    }),
  );
  const width = Math.max(0, ...boxes.map(({ x }) => x)) + WIDTH;
  return { boxes, edges, width, height: bottom + lanes * LANE };
}

function placed(graph: readonly GraphNode[]): Box[] {
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
