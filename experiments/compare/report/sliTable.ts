import { type Html, html } from '../../report/html';
import type { Contrast, SliComparison, Summary } from '../analysis';
import { DIRECTIONS } from '../directions';
import { FINDINGS, isValid, type LoadAnalysis, type ReportedRun } from './model';
import { differenceOf, differencesOf, intervalOf, numberOf, pText, unitText } from './values';

/** Every SLI with every variant; those that are neither good nor bad by themselves, and those that never differ, are folded away. */
export function sliTables(analysis: LoadAnalysis, variants: readonly string[], runs: readonly ReportedRun[]): Html {
  const own = runs.filter((run) => run.load === analysis.load && isValid(run));
  const differing = analysis.slis.filter((one) => !isSame(one));
  const [judged, others] = [true, false].map((wanted) =>
    differing.filter(({ sli }) => sli in DIRECTIONS === wanted),
  ) as [SliComparison[], SliComparison[]];
  const same = analysis.slis.filter(isSame);
  const show = (slis: readonly SliComparison[], name: string): Html => table(slis, analysis, variants, own, name);
  const folded = (slis: readonly SliComparison[], summary: string, name: string): Html | null =>
    slis.length === 0
      ? null
      : html`<details>
          <summary>${summary} (${slis.length})</summary>
          ${show(slis, name)}
        </details>`;
  return html`${show(judged, 'Service level indicators by variant')}
  ${folded(others, 'Those that are neither good nor bad by themselves', 'Further service level indicators by variant')}
  ${folded(same, 'Those with one and the same value in every run', 'Service level indicators that never differ')}`;
}

/** One value in all runs of all variants: no request failed, say. */
const isSame = ({ summaries }: SliComparison): boolean =>
  new Set(summaries.flatMap(({ values }) => values)).size === 1 && summaries.every(({ censored }) => censored === 0);

const HEAD = ['Median', 'Interval', 'Difference', 'Interval', 'p', 'Cliff’s δ', 'n'];
const COLUMNS = HEAD.length + 2;

function table(
  slis: readonly SliComparison[],
  { baseline }: LoadAnalysis,
  variants: readonly string[],
  runs: readonly ReportedRun[],
  name: string,
): Html {
  return html`<div class="scroll" role="region" aria-label="${name}" tabindex="0">
    <table class="comparison">
      <thead>
        <tr>
          <th scope="col">Variant</th>
          <th scope="col">Against ${baseline}</th>
          ${HEAD.map((head) => html`<th scope="col" class="value">${head}</th>`)}
        </tr>
      </thead>
      ${slis.map(
        (one) =>
          html`<tbody data-sli="${one.sli}">
            <tr>
              <th scope="rowgroup" colspan="${COLUMNS}">
                <a href="#def-${one.sli}">${one.sli}</a>
                <span class="soft">${sense(one)}</span>
              </th>
            </tr>
            ${variants.map((variant) =>
              row(
                variant,
                one,
                baseline,
                runs.filter((run) => run.variant === variant),
              ),
            )}
          </tbody>`,
      )}
    </table>
  </div>`;
}

function sense({ sli, unit }: SliComparison): string {
  const direction = DIRECTIONS[sli];
  const points = unit === 'share' ? 'differences in percentage points' : '';
  return [unitText(unit), direction === undefined ? '' : `${direction} is better`, points].filter(Boolean).join('; ');
}

function row(variant: string, comparison: SliComparison, baseline: string, runs: readonly ReportedRun[]): Html {
  const { unit, summaries, contrasts } = comparison;
  const summary = summaries.find((one) => one.variant === variant);
  const contrast = contrasts.find((one) => one.variant === variant);
  const isBaseline = variant === baseline;
  return html`<tr data-variant="${variant}">
    <th scope="row">${variant}</th>
    <td class="word ${contrast === undefined ? 'soft' : FINDINGS[contrast.finding].tone}">
      ${contrast === undefined ? (isBaseline ? 'baseline' : 'cannot be said') : findingText(contrast)}
    </td>
    ${
      summary === undefined
        ? html`<td class="value">unknown</td>
            <td></td>`
        : html`<td class="value">${summary.medianIsBound ? 'over ' : null}${numberOf(summary.median, unit)}</td>
            <td class="value">${intervalOf(summary.interval, unit)}</td>`
    }
    ${contrast === undefined ? html`<td colspan="4"></td>` : against(contrast, unit)}
    <td class="value">${count(summary, runs.length)}</td>
  </tr>`;
}

const count = (summary: Summary | undefined, all: number): string =>
  summary === undefined ? `0 of ${all}` : summary.unknown === 0 ? String(all) : `${summary.values.length} of ${all}`;

const findingText = ({ finding }: Contrast): string => `${FINDINGS[finding].sign} ${finding}`;

function against({ difference, interval, corrected, delta, magnitude }: Contrast, unit: string): Html {
  return html`<td class="value">${differenceOf(difference, unit)}</td>
    <td class="value">${differencesOf(interval, unit)}</td>
    <td class="value"><data value="${corrected}">${pText(corrected)}</data></td>
    <td class="value"><data value="${delta}">${delta.toFixed(2).replace('-', '−')}</data> (${magnitude})</td>`;
}
