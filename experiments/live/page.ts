import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assets, inline } from '../report/assets';
import { htmlDocument } from '../report/document';
import { html, Html } from '../report/html';
import { chartKey } from '../report/sections/charts';

/** The page that shows a run while it happens; all of its data comes by events. */
export function livePage(): string {
  const { charts, client, style } = assets();
  const own = (name: string): Html => inline(readFileSync(join(__dirname, name), 'utf8'));
  return htmlDocument({
    title: 'Waiting for the run',
    style: new Html(`${style.text}\n${own('style.css').text}`),
    scripts: [...charts, own('client.js')],
    connects: true,
    opens: { scripts: [...charts, client], style },
    body: html`<header>
        <h1 id="title">Waiting for the run</h1>
        <p class="soft" id="about"></p>
        <p id="series" hidden></p>
        <ol id="series-runs" hidden></ol>
        <p id="connection" hidden></p>
      </header>
      <p id="announcement" class="unseen" role="status"></p>
      <main>
        <section id="end" aria-label="Result" hidden>
          <p><span id="verdict" class="verdict"></span> <a id="report" hidden>Open the report</a></p>
          <ul class="reasons" id="reasons"></ul>
          <p class="soft">Report: <code id="path"></code></p>
        </section>
        <section aria-label="Now">
          <ol id="phases"></ol>
          <progress id="progress" aria-label="Load and cool-down" max="1" value="0"></progress>
          <p id="doing"></p>
          <dl id="figures"></dl>
        </section>
        <section id="slos" aria-labelledby="slos-title" hidden>
          <h2 id="slos-title">Objectives so far</h2>
          <div class="scroll" tabindex="0" role="region" aria-labelledby="slos-title">
            <table>
              <thead>
                <tr>
                  <th scope="col">SLI</th>
                  <th scope="col" class="value">So far</th>
                  <th scope="col">Result</th>
                  <th scope="col">Objective</th>
                </tr>
              </thead>
              <tbody></tbody>
            </table>
          </div>
        </section>
        <section id="charts" aria-labelledby="charts-title" hidden>
          <h2 id="charts-title">Over time</h2>
          <p class="soft">
            One row a second, on the time since the load's start. Point at a chart to read all of them at that moment;
            drag to zoom, double-click to zoom out.
          </p>
          ${chartKey()}
          <p id="readout" data-idle="Point at a chart to see what happened then.">
            Point at a chart to see what happened then.
          </p>
          <div id="figures-of-charts"></div>
        </section>
        <section aria-labelledby="log-title">
          <h2 id="log-title">What happened</h2>
          <ol id="log" class="scroll" tabindex="0" role="region" aria-labelledby="log-title" reversed></ol>
        </section>
        <noscript><p>This page needs JavaScript. What it shows is in the report when the run is over.</p></noscript>
      </main>`,
  });
}
