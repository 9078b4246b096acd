import { createHash } from 'node:crypto';
import type { TimelineRow } from '../slis/timeline';
import type { Recording, Result } from '../types';
import type { Assets } from './assets';
import { chartPage } from './charts';
import { embeddedJson, Html, html } from './html';
import * as sections from './sections';

const BAND_NAMES = { warmup: 'warm-up', cooldown: 'cool-down', gap: 'gap in the recording' };

/** The report as one HTML file that needs nothing else: no network, no other file. */
export function renderReport(
  result: Result,
  recording: Recording,
  rows: readonly TimelineRow[],
  assets: Assets,
): string {
  const data = chartPage(result, recording, rows);
  const scripts = [assets.chartLibrary, assets.client];
  // Nothing may be loaded, and only the page's own code may run, even if some text escaped its quotes.
  const policy = [
    "default-src 'none'",
    'img-src data:',
    `script-src ${scripts.map(hash).join(' ')}`,
    `style-src ${hash(assets.style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="data:," />
        <title>${result.verdict}: ${result.spec.name}, ${result.target.autoscaler.name} (${result.id})</title>
        ${element('style', assets.style)}
      </head>
      <body>
        ${sections.header(result)}
        <main>
          ${sections.sliTable(result)} ${sections.reactionSection(result)} ${sections.chartSection(data.charts)}
          ${sections.dataTable(rows)} ${sections.eventsTable(data.marks)} ${sections.checksSection(result)}
          ${sections.environmentSection(result)} ${sections.reproductionSection(result)}
          ${sections.definitionsSection()}
        </main>
        ${element('script type="application/json" id="chart-data"', embeddedJson({ ...data, names: BAND_NAMES }))}
        ${scripts.map((script) => element('script', script))}
      </body>
    </html> `;
  return page.text;
}

/** Exactly the text between the tags, to the last space: the policy's hash is of just that. */
function element(tag: string, { text }: Html): Html {
  return new Html(`<${tag}>${text}</${tag.split(' ')[0]}>`);
}

function hash({ text }: Html): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
