import { calledBy } from '../services/calls';
import type { GraphNode } from '../services/types';
import { number, percent } from './numbers';
import type { Bottleneck, Level, Ranked } from './types';

/** The finding in words, as a table and as the graph of calls. */
export function bottleneckText(found: Bottleneck, levels: readonly Level[], graph: readonly GraphNode[]): string {
  const heading = {
    saturated: `Scale first: ${found.service}`,
    unsaturated: `No service is saturated; the first would be: ${found.service}`,
    unknown: 'The bottleneck is not known',
  }[found.verdict];
  return [
    heading,
    ...found.evidence.map((sentence) => `  ${sentence}`),
    '',
    ...table(TITLES, found.ranking.map(row)),
    '',
    ...callTree(found, graph),
    '',
    ...table(['Load', 'Latency', ...graph.map(({ name }) => name)], levels.map(levelRow(graph))),
  ].join('\n');
}

const TITLES = ['Service', 'Used', 'of its', 'Latency', 'Share', 'Waiting', 'Throttled', 'Replicas', 'Good for'];

/** A service as the table has it. */
export function row(one: Ranked): string[] {
  return [
    one.service,
    percent(one.utilization),
    one.resource ?? '',
    `${number(one.latency)} ms`,
    percent(one.share),
    one.queue === null ? '?' : one.queue.toFixed(1),
    percent(one.throttled),
    number(one.replicas, 2),
    one.capacity === null ? '?' : `${number(one.capacity, 2)}/s`,
  ];
}

const levelRow =
  (graph: readonly GraphNode[]) =>
  ({ offered, services }: Level): string[] => [
    `${number(offered)}/s`,
    `${number(services[graph[0]?.name ?? '']?.signals.latencyMean ?? null)} ms`,
    ...graph.map(({ name }) => percent(services[name]?.signals.cpuOfLimit ?? null)),
  ];

/** Columns as wide as they have to be; the first one on the left, the others on the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)));
  return [head, ...rows].map((cells) => line(cells).join('  ').trimEnd());
}

/** The calls as a tree from the entry on; a service that was shown already is not unfolded again. */
export function callTree({ service: named, ranking, criticalPath }: Bottleneck, graph: readonly GraphNode[]): string[] {
  const shown = new Set<string>();
  const lines: string[] = [];
  const visit = (name: string, before: string, branch: string): void => {
    const one = ranking.find(({ service }) => service === name);
    const used = one === undefined ? '' : `  ${percent(one.utilization)} used, ${number(one.latency)} ms`;
    const mark = name === named ? '  <== bottleneck' : criticalPath.includes(name) ? '  *' : '';
    const again = shown.has(name);
    lines.push(`${before}${branch}${name}${again ? '  (above)' : used + mark}`);
    if (again) return;
    shown.add(name);
    const callees = calleesIn(graph, name);
    const inner = before + (branch === '' ? '' : branch === '└─ ' ? '   ' : '│  ');
    callees.forEach((callee, index) => visit(callee, inner, index === callees.length - 1 ? '└─ ' : '├─ '));
  };
  const [entry] = graph;
  if (entry !== undefined) visit(entry.name, '', '');
  return [...lines, criticalPath.length > 1 ? '* on the critical path: most of the waiting is for these' : ''].filter(
    Boolean,
  );
}

/** Whom a service calls on any of its paths, in order. */
export function calleesIn(graph: readonly GraphNode[], name: string): string[] {
  const calls = Object.values(graph.find((one) => one.name === name)?.calls ?? {}).flat(2);
  return [...new Set(calls.map((call) => calledBy(call).service))];
}
