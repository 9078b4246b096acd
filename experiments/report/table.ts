import type { Definition } from '../slis/definition';
import { DEFINITIONS, SLI_NAMES } from '../slis/definitions';
import { formatValue, loadChange } from '../slis/units';
import type { Reaction, Result, Sli } from '../types';
import { objective } from '../verdict';

/** What the table needs of a result; the stack outputs of the same names will do. */
export type TableInput = Pick<
  Result,
  'slis' | 'slos' | 'verdict' | 'reasons' | 'warnings' | 'reactions' | 'scaleDowns'
>;

export interface TableOptions {
  /** Colour the verdicts with ANSI escapes; only sensible on a terminal. @default false */
  readonly color?: boolean;
}

/** No line is longer, whatever the reasons say. */
const WIDTH = 100;
const PALETTE = { pass: 32, fail: 31, invalid: 33, unknown: 33 } as const;
type Tone = keyof typeof PALETTE;

/** The SLIs with their objectives, the reaction times by stage and the verdict, as text for a terminal. */
export function verdictTable(result: TableInput, { color = false }: TableOptions = {}): string {
  const paint = (text: string, tone: Tone): string => (color ? `\u001b[${PALETTE[tone]}m${text}\u001b[0m` : text);
  const toned = (text: string): string => {
    const word = text.trim();
    return word in PALETTE ? text.replace(word, paint(word, word as Tone)) : text;
  };
  const sections = [
    columns([['SLI', 'Value', 'Objective', 'Result'], ...sliRows(result)]).map((cells) =>
      cells
        .map((text, index) => (index === 3 ? toned(text) : text))
        .join('  ')
        .trimEnd(),
    ),
    notes(result.slis),
    ...result.reactions.map(reactionLines),
    [
      `Verdict: ${paint(result.verdict.toUpperCase(), result.verdict)}`,
      ...result.reasons.flatMap((reason) => wrap(reason, '  ')),
      ...result.warnings.flatMap((warning) => wrap(`Warning: ${warning}`, '  ')),
    ],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

/** Those that are known, or that an objective or the validity of the run asks for; the others only say why they are not known. */
export function shownSlis({ slis, slos }: Pick<Result, 'slis' | 'slos'>): string[] {
  const definitions: Readonly<Record<string, Definition>> = DEFINITIONS;
  return sliOrder(slis).filter((name) => {
    const { value, atLeast } = slis[name] as Sli;
    const asked = slos.some(({ sli }) => sli === name) || definitions[name]?.core === true;
    return value !== null || atLeast !== undefined || asked;
  });
}

/** The known SLIs in their own order, then any other. */
export function sliOrder(slis: Readonly<Record<string, Sli>>): string[] {
  const known: readonly string[] = SLI_NAMES;
  return [...known.filter((name) => name in slis), ...Object.keys(slis).filter((name) => !known.includes(name))];
}

/** Objective and outcome of an SLI as words; empty where nothing was asked of it. */
export function objectiveOf(
  { slos }: Pick<Result, 'slos'>,
  name: string,
  unit: string,
): { asked: string; outcome: string } {
  const own = slos.filter(({ sli }) => sli === name);
  if (own.length === 0) return { asked: '', outcome: '' };
  const outcome = own.some(({ pass }) => pass === false) ? 'fail' : own.every(({ pass }) => pass) ? 'pass' : 'unknown';
  return { asked: own.map((slo) => objective(slo, unit)).join(' and '), outcome };
}

/** "120 ms", "over 100 s" where it had not ended, "unknown" where there is no value. */
export function valueText({ value, unit, atLeast, notApplicable }: Omit<Sli, 'description'>): string {
  if (value !== null) return formatValue(value, unit);
  if (notApplicable) return 'none';
  return atLeast === undefined ? 'unknown' : `over ${formatValue(atLeast, unit)}`;
}

function sliRows(result: TableInput): string[][] {
  const rows = shownSlis(result).map((name) => {
    const sli = result.slis[name] as Sli;
    const { asked, outcome } = objectiveOf(result, name, sli.unit);
    return [name, valueText(sli), asked, outcome];
  });
  const strangers = result.slos.filter(({ sli }) => !(sli in result.slis));
  return [...rows, ...strangers.map((slo) => [slo.sli, 'unknown', objective(slo, ''), 'unknown'])];
}

/** Cells padded to their columns' widths; values are aligned to the right. */
function columns(rows: readonly string[][]): string[][] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row.map((text, column) => {
      const width = widths[column] ?? 0;
      return column === 1 ? text.padStart(width) : text.padEnd(width);
    }),
  );
}

/** Why values are unknown; one line a reason. */
function notes(slis: Readonly<Record<string, Sli>>): string[] {
  const byReason = new Map<string, string[]>();
  for (const name of sliOrder(slis)) {
    const { value, reason } = slis[name] as Sli;
    if (value === null) byReason.set(reason ?? 'no value', [...(byReason.get(reason ?? 'no value') ?? []), name]);
  }
  const every = Object.keys(slis).length;
  return [...byReason].flatMap(([reason, names]) =>
    wrap(names.length === every ? `No SLI could be measured: ${reason}` : `${names.join(', ')}: ${reason}`, ''),
  );
}

function reactionLines(reaction: Reaction): string[] {
  const { stage, parts, total } = reaction;
  const rows = parts.map(({ name, seconds, reason }) => [
    name,
    seconds === null ? '-' : `${seconds.toFixed(2)} s`,
    reason ?? '',
  ]);
  const sum = ['total', total === null ? '-' : `${total.toFixed(2)} s`, ''];
  const heading = `Reaction to ${loadChange(reaction, '->')} (stage ${stage + 1})`;
  return [heading, ...columns([...rows, sum]).flatMap(hang)];
}

function hang([name = '', value = '', note = '']: readonly string[]): string[] {
  const start = `  ${name}  ${value}  `;
  return wrap(note.trimEnd(), start, ' '.repeat(start.length)).map((line) => line.trimEnd());
}

/** Breaks at spaces so that no line is longer than WIDTH; a longer word is cut. */
function wrap(text: string, first: string, rest = first === '' ? '  ' : `${first}  `): string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(/\s+/)) {
    const next = empty ? `${line}${word}` : `${line} ${word}`;
    if (next.length > WIDTH && !empty) {
      lines.push(line);
      line = `${rest}${word}`;
    } else {
      line = next;
      empty = false;
    }
  }
  return [...lines, line].map((full) => (full.length > WIDTH ? `${full.slice(0, WIDTH - 1)}…` : full));
}
