import { baseStyle, graphStyle, inline } from '../report/assets';
import { htmlDocument } from '../report/document';
import { html } from '../report/html';
import type { GraphNode } from '../services/types';
import { picture } from './picture';
import { callsTable, tableOf } from './tables';
import { row } from './text';
import type { Bottleneck, Level } from './types';

/** What the page is about. */
export interface Heading {
  readonly stack: string;
  /** Of the run. */
  readonly id: string;
}

const COLUMNS: readonly (readonly [title: string, meaning: string])[] = [
  ['Service', ''],
  ['Used', 'of its most used resource'],
  ['Resource', ''],
  ['Latency', 'that arises in it, of a request at the entry'],
  ['Share', 'of the latency at the entry'],
  ['Waiting', 'requests'],
  ['Throttled', 'CFS periods'],
  ['Replicas', ''],
  ['Good for', 'rate at the entry that uses it up'],
];

/** The finding as one HTML file that needs nothing else. */
export function bottleneckPage(
  { stack, id }: Heading,
  found: Bottleneck,
  levels: readonly Level[],
  graph: readonly GraphNode[],
): string {
  const top = levels.at(-1);
  const title = found.verdict === 'saturated' ? `Scale first: ${found.service}` : 'No service is saturated';
  return htmlDocument({
    title: `${title} (${id})`,
    style: inline(`${baseStyle()}\n${graphStyle()}`),
    body: html`<header>
        <div class="head"><h1>${found.verdict === 'unknown' ? 'The bottleneck is not known' : title}</h1></div>
        <p class="soft">Run ${id} of stack ${stack}</p>
        <ul class="reasons">
          ${found.evidence.map((sentence) => html`<li>${sentence}</li>`)}
        </ul>
      </header>
      <main>
        ${
          top === undefined
            ? null
            : html`<section id="graph">
                <h2>Services and calls</h2>
                <div class="scroll" role="region" aria-label="Graph of the calls" tabindex="0">
                  ${picture(found, top, graph)}
                </div>
                <p class="soft">
                  At ${top.offered} requests/s, by the signals of the
                  ${found.signals === 'mesh' ? 'mesh' : 'application'}. The bar is what is used; the thick line is the
                  critical path.
                </p>
                ${callsTable(found, top, graph)}
              </section>`
        }
        <section id="ranking">
          <h2>Services</h2>
          ${tableOf(
            'Services',
            COLUMNS.map(([name]) => name),
            found.ranking.map(row),
          )}
          <p class="soft">
            ${COLUMNS.filter(([, meaning]) => meaning !== '')
              .map(([name, meaning]) => `${name}: ${meaning}.`)
              .join(' ')}
          </p>
        </section>
        <section id="levels">
          <h2>CPU of its limit by load</h2>
          ${tableOf(
            'CPU of its limit by load',
            ['Load', 'Mean latency', ...graph.map(({ name }) => name)],
            levels.map(({ offered, services }) => [
              `${offered}/s`,
              `${whole(services[graph[0]?.name ?? '']?.signals.latencyMean)} ms`,
              ...graph.map(({ name }) => `${whole((services[name]?.signals.cpuOfLimit ?? NaN) * 100)} %`),
            ]),
          )}
        </section>
        <section id="method">
          <h2>Method</h2>
          <p>
            A service is saturated from 80 % of a resource on (CPU of its limit, work threads, the part of its pool that
            it holds for itself). Saturated services compete by the latency that arises in them: their self time, and of
            queues for a pool the part that its holders' time is their own. By the mesh, where pools and threads are not
            seen, what a service takes more than at the lowest load is a queue. docs/services.md has the formulas, their
            sources and their limits.
          </p>
        </section>
      </main>`,
  });
}

const whole = (value: number | null | undefined): string =>
  value === null || value === undefined || Number.isNaN(value) ? '?' : value.toFixed(0);
