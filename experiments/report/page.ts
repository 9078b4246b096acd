import type { TimelineRow } from '../slis/timeline';
import type { Recording, Result } from '../types';
import type { Assets } from './assets';
import { chartPage } from './charts';
import { element, htmlDocument } from './document';
import { embeddedJson, html } from './html';
import { chartSection } from './sections/charts';
import { checksSection } from './sections/checks';
import { definitionsSection } from './sections/definitions';
import { environmentSection } from './sections/environment';
import { glance } from './sections/glance';
import { header } from './sections/header';
import { journeysSection } from './sections/journeys';
import { reactionSection } from './sections/reactions';
import { reproductionSection } from './sections/reproduction';
import { sliTable } from './sections/sliTable';
import { dataTable, eventsTable } from './sections/tables';
import { servicesSection } from './services';

export const BAND_NAMES = {
  warmup: 'warm-up',
  cooldown: 'cool-down',
  gap: 'gap in the recording',
  violation: 'an objective is broken',
};

/** The report as one HTML file that needs nothing else: no network, no other file. */
export function renderReport(
  result: Result,
  recording: Recording,
  rows: readonly TimelineRow[],
  assets: Assets,
): string {
  const data = chartPage(result, recording, rows);
  return htmlDocument({
    title: `${result.verdict}: ${result.spec.name}, ${result.target.autoscaler.name} (${result.id})`,
    style: assets.style,
    scripts: [...assets.charts, assets.client],
    body: html`${header(result)}
      <main>
        ${glance(result)} ${chartSection(data.charts)} ${sliTable(result)} ${reactionSection(result)}
        ${journeysSection(result)} ${servicesSection(result)} ${dataTable(rows)} ${eventsTable(data.marks)}
        ${checksSection(result)} ${environmentSection(result)} ${reproductionSection(result)} ${definitionsSection()}
      </main>
      ${element('script type="application/json" id="chart-data"', embeddedJson({ ...data, names: BAND_NAMES }))}`,
  });
}
