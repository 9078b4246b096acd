import { formatNumber, formatValue } from '../slis/units';
import type { Analysis, Contrast, SliComparison, Summary } from './analysis';
import type { Speedup } from './speedup';
import type { Interval } from './statistics/bootstrap';

/** An analysis as Markdown: each SLI with its intervals, and what differs from the baseline. */
export function analysisText({ baseline, alpha, slis, speedups = [], invalid }: Analysis): string {
  const sections = [
    ...slis.map((one) => [`### ${one.sli}`, table(one)].join('\n\n')),
    ...(speedups.length === 0 ? [] : [`### Elastic speedup\n\n${speedupText(speedups, baseline)}`]),
    [
      `Medians with ${BOOTSTRAP} intervals of 95 %. Each variant against ${baseline}: Wilcoxon's rank sum test, p corrected for the number of variants by Holm's method,`,
      `findings at p <= ${alpha}; delta is Cliff's. "Too few runs": not even the clearest difference could be found. What had not ended when watching ended counts as the worst.`,
    ].join(' '),
    ...(invalid.length === 0
      ? []
      : [
          `In no number, because they are invalid: ${invalid.map(({ variant, id }) => `${variant} ${id}`).join(', ')}.`,
        ]),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** How many times as elastic as the baseline each variant is, in words. */
export const speedupText = (speedups: readonly Speedup[], baseline: string): string =>
  `Against ${baseline}, of the medians (SPEC RG): ${speedups
    .map(
      ({ variant, value, reason }) => `${variant} ${value === null ? `not defined (${reason})` : formatNumber(value)}`,
    )
    .join('; ')}. Over 1 is more elastic.`;

const BOOTSTRAP = 'bootstrap (BCa)';

function table({ unit, summaries, contrasts }: SliComparison): string {
  const rows = summaries.map((summary) => {
    const contrast = contrasts.find(({ variant }) => variant === summary.variant);
    return [summary.variant, String(summary.values.length), ...known(summary, unit), ...against(contrast, unit)];
  });
  const head = ['variant', 'n', 'median', 'interval', 'IQR', 'difference', 'interval', 'p', 'delta', 'finding'];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const known = ({ median, medianIsBound, interval, iqr }: Summary, unit: string): string[] => [
  `${medianIsBound ? 'over ' : ''}${formatValue(median, unit)}`,
  range(interval, unit),
  formatValue(iqr, unit),
];

function against(contrast: Contrast | undefined, unit: string): string[] {
  if (contrast === undefined) return ['', '', '', '', 'baseline'];
  const { difference, interval, corrected, delta, magnitude, finding } = contrast;
  return [
    formatValue(difference, unit),
    range(interval, unit),
    corrected.toPrecision(2),
    `${delta.toFixed(2)} (${magnitude})`,
    finding,
  ];
}

const range = ({ low, high }: Interval, unit: string): string =>
  `${formatValue(low, unit)} to ${formatValue(high, unit)}`;
