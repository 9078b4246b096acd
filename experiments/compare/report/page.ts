import { htmlDocument } from '../../report/document';
import { type Html, html } from '../../report/html';
import { definitionsSection } from '../../report/sections/definitions';
import type { Plan } from '../plan';
import { frontSection } from './front';
import { findingsList, heading } from './heading';
import { methodSection, reproductionSection, settingsSection } from './method';
import type { LoadAnalysis, ReportedRun } from './model';
import { overTime } from './overTime';
import { runsSection } from './runsTable';
import { speedupText } from '../text';
import { sliTables } from './sliTable';
import { stripCharts } from './strips';

/** The report of a comparison as one HTML file that needs nothing else: no network, no other file, no script. */
export function comparisonPage(
  plan: Plan,
  runs: readonly ReportedRun[],
  analyses: readonly LoadAnalysis[],
  style: Html,
): string {
  return htmlDocument({
    title: `Comparison ${plan.id}: ${plan.variants.join(', ')}`,
    style,
    body: html`${heading(plan, runs, analyses[0]!.alpha)}
      <main>
        ${analyses.map((one) => loadSection(one, plan, runs))} ${methodSection(plan, runs, analyses)}
        ${settingsSection(plan, runs)} ${runsSection(runs)} ${reproductionSection(plan)} ${definitionsSection()}
      </main>`,
  });
}

function loadSection(analysis: LoadAnalysis, { variants }: Plan, runs: readonly ReportedRun[]): Html {
  return html`<section class="load" data-load="${analysis.load}">
    <h2>Load: ${analysis.load}</h2>
    ${findingsList(analysis, variants)}
    <h3>Service level indicators</h3>
    <p class="soft">
      Medians with intervals of 95 %, differences to ${analysis.baseline}, p corrected for the number of variants. The
      method is <a href="#method">below</a>.
    </p>
    ${sliTables(analysis, variants, runs)} ${elasticSpeedups(analysis)} ${stripCharts(analysis, variants, runs)}
    ${frontSection(analysis)} ${overTime(analysis, variants, runs)}
  </section>`;
}

const elasticSpeedups = ({ speedups = [], baseline }: LoadAnalysis): Html | null =>
  speedups.length === 0
    ? null
    : html`<h3>Elastic speedup</h3>
        <p>${speedupText(speedups, baseline)}</p>`;
