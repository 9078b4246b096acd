import { objectiveOf, shownSlis, valueText } from '../report/table';
import { loadChange } from '../slis/units';
import type { Result, Sli } from '../types';

const SIGNS = { pass: '✅ pass', fail: '❌ fail', invalid: '⚠️ invalid' } as const;

/** A summary of a run for a pull request: GitHub's Markdown. */
export function markdown(result: Result): string {
  const { target, spec, verdict, reasons, warnings, reactions } = result;
  const rows = shownSlis(result).map((name) => {
    const sli = result.slis[name] as Sli;
    const { asked, outcome } = objectiveOf(result, name, sli.unit);
    return [name, valueText(sli), asked, outcome];
  });
  const links = reactions.map((reaction) => [
    loadChange(reaction),
    ...reaction.parts.map(({ seconds }) => text(seconds)),
    text(reaction.total),
  ]);
  const sections = [
    `### ${SIGNS[verdict]}: ${escaped(target.autoscaler.name)} on ${escaped(spec.name)}`,
    [...reasons, ...warnings.map((warning) => `Warning: ${warning}`)].map((line) => `- ${escaped(line)}`).join('\n'),
    table(['SLI', 'value', 'objective', 'result'], rows),
    ...(links.length === 0
      ? []
      : [table(['reaction, s', ...reactions[0]!.parts.map(({ name }) => name), 'total'], links)]),
    `Run \`${result.id}\` of stack \`${result.stack}\`, ${result.startedAt}.`,
  ];
  return `${sections.join('\n\n')}\n`;
}

const text = (seconds: number | null): string => (seconds === null ? '–' : seconds.toFixed(1));
const escaped = (cell: string): string => cell.replaceAll(/[\\`*_{}[\]<>|]/g, (character) => `\\${character}`);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')).replaceAll('\\', ''), ...rows.map(line)].join('\n');
}
