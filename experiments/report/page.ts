import type { TimelineRow } from '../slis/timeline';
import type { Recording, Result } from '../types';
import type { Assets } from './assets';
import { chartPage } from './charts';
import { element, htmlDocument } from './document';
import { glance } from './glance';
import { embeddedJson, html } from './html';
import { reactionSection } from './reactions';
import * as sections from './sections';
import { servicesSection } from './services';
import { sliTable } from './sliTable';

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
    body: html`${sections.header(result)}
      <main>
        ${glance(result)} ${sections.chartSection(data.charts)} ${sliTable(result)} ${reactionSection(result)}
        ${servicesSection(result)} ${sections.dataTable(rows)} ${sections.eventsTable(data.marks)}
        ${sections.checksSection(result)} ${sections.environmentSection(result)} ${sections.reproductionSection(result)}
        ${sections.definitionsSection()}
      </main>
      ${element('script type="application/json" id="chart-data"', embeddedJson({ ...data, names: BAND_NAMES }))}`,
  });
}
