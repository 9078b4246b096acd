import { objectiveOf, shownSlis, valueText } from '../report/table';
import { SIGNALS } from '../services/signals';
import type { SignalName } from '../services/types';
import { loadChange } from '../slis/units';
import type { Reaction, Result, Sli } from '../types';

const SIGNS = { pass: '✅ pass', fail: '❌ fail', invalid: '⚠️ invalid' } as const;

/** A summary of a run for a pull request: GitHub's Markdown. */
export function markdown(result: Result): string {
  const { target, spec, verdict, reasons, warnings, reactions, scaleDowns } = result;
  const rows = shownSlis(result).map((name) => {
    const sli = result.slis[name] as Sli;
    const { asked, outcome } = objectiveOf(result, name, sli.unit);
    return [name, valueText(sli), asked, outcome];
  });
  const sections = [
    `### ${SIGNS[verdict]}: ${escaped(target.autoscaler.name)} on ${escaped(spec.name)}`,
    [...reasons, ...warnings.map((warning) => `Warning: ${warning}`)].map((line) => `- ${escaped(line)}`).join('\n'),
    table(['SLI', 'value', 'objective', 'result'], rows),
    ...answers('reaction, s', reactions),
    ...answers('scale-down, s', scaleDowns),
    ...servicesTable(result),
    `Run \`${result.id}\` of stack \`${result.stack}\`, ${result.startedAt}.`,
  ];
  return `${sections.join('\n\n')}\n`;
}

/** The links by which each change of the load was answered; none where it never changed so. */
function answers(title: string, changes: readonly Reaction[] = []): string[] {
  const [first] = changes;
  if (first === undefined) return [];
  const rows = changes.map(({ parts, total, ...change }) => [
    loadChange(change),
    ...parts.map(({ seconds }) => text(seconds)),
    text(total),
  ]);
  return [table([title, ...first.parts.map(({ name }) => name), 'total'], rows)];
}

/** The golden signals of each service: traffic, errors, latency, saturation; none for a workload that is one service. */
function servicesTable({ services = {} }: Pick<Result, 'services'>): string[] {
  const all = Object.entries(services);
  if (all.length === 0) return [];
  const byMesh = all.some(([, { from }]) => from === 'mesh');
  const columns: readonly (readonly [string, SignalName])[] = [
    ['traffic', 'rate'],
    ['errors', 'errorShare'],
    ['p95', 'latencyP95'],
    ['CPU of the limit', 'cpuOfLimit'],
    // A mesh sees no queues.
    byMesh ? ['in it', 'inFlight'] : ['waiting', 'queue'],
    ['replicas', 'replicas'],
  ];
  const rows = all.map(([name, { signals, slis = {} }]) => [
    name,
    ...columns.map(([, signal]) => valueText({ value: signals[signal], unit: SIGNALS[signal].unit })),
    ...TIMES.map((sli) => (slis[sli] === undefined ? '–' : valueText(slis[sli]))),
  ]);
  return [table(['service', ...columns.map(([title]) => title), ...TIMES], rows)];
}

/** What scaling a service took. */
const TIMES = ['reactionTime', 'reactionTimeDown'] as const;

const text = (seconds: number | null): string => (seconds === null ? '–' : seconds.toFixed(1));
const escaped = (cell: string): string => cell.replaceAll(/[\\`*_{}[\]<>|]/g, (character) => `\\${character}`);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')).replaceAll('\\', ''), ...rows.map(line)].join('\n');
}
