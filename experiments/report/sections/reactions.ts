import { loadChange } from '../../slis/units';
import type { Reaction, Result } from '../../types';
import { type Html, html } from '../html';

const LINKS: Readonly<Record<string, string>> = {
  metric: 'the metric leaves the tolerance band (from zero replicas: a trigger is active)',
  desired: 'more replicas are desired',
  created: 'the first new pod is created',
  scheduled: 'a new pod is bound to a node',
  ready: 'a new pod is ready',
  recovered: 'latency is back within the objective',
};

const VPA_LINKS: Readonly<Record<string, string>> = {
  ...LINKS,
  metric: 'the recommendation rises',
  desired: 'the updater evicts or resizes a pod',
  ready: 'a pod with more is ready',
};

const DOWN_LINKS: Readonly<Record<string, string>> = {
  metric: 'all metrics are below the tolerance band',
  desired: 'fewer replicas are desired',
  removed: 'the first pod is gone',
  settled: 'the last pod is gone',
};

export function reactionSection({ reactions, scaleDowns = [], target }: Result): Html {
  const { hpa, vpa } = target.autoscaler;
  const links = vpa !== undefined && hpa === undefined ? VPA_LINKS : LINKS;
  const longest = Math.max(...[...reactions, ...scaleDowns].map(({ total }) => total ?? 0), 0.001);
  return html`<section id="reaction">
    <h2>Reaction time</h2>
    ${
      reactions.length === 0
        ? html`<p>The load never rises, or never began.</p>`
        : reactions.map((reaction) => reactionBlock(reaction, longest, links))
    }
    ${scaleDowns.map((fall) => reactionBlock(fall, longest, DOWN_LINKS))}
  </section>`;
}

function reactionBlock(reaction: Reaction, longest: number, links: Readonly<Record<string, string>>): Html {
  const { stage, parts, total, warmup } = reaction;
  const title = `${warmup ? 'Warm-up, in no SLI' : `Stage ${stage + 1}`}: from ${loadChange(reaction)}`;
  return html`<div class="scroll" role="region" aria-label="${title}" tabindex="0">
    <table>
      <caption>
        <h3>${title}</h3>
        ${total === null ? null : bar(reaction, total, longest, title)}
      </caption>
      <thead>
        <tr>
          <th scope="col">From the link before until</th>
          <th scope="col" class="value">Seconds</th>
          <th scope="col">Note</th>
        </tr>
      </thead>
      <tbody>
        ${parts.map(
          ({ name, seconds, reason }) =>
            html`<tr>
              <th scope="row">
                <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
                  <rect width="10" height="10" class="part-${name}" /></svg
                >${name}: ${links[name]}
              </th>
              <td class="value">${seconds === null ? '–' : seconds.toFixed(2)}</td>
              <td class="soft">${reason}</td>
            </tr>`,
        )}
        <tr>
          <th scope="row">total</th>
          <td class="value">${total === null ? '–' : total.toFixed(2)}</td>
          <td></td>
        </tr>
      </tbody>
    </table>
  </div>`;
}

/** One stacked bar; all of the page share a scale. Names stand in the parts that are wide enough. */
function bar({ parts }: Reaction, total: number, longest: number, title: string): Html {
  const width = 1000;
  let x = 0;
  const pieces = parts.map(({ name, seconds }) => {
    const size = ((seconds ?? 0) / longest) * width;
    const piece = html`<rect class="part-${name}" x="${x.toFixed(2)}" y="0" width="${size.toFixed(2)}" height="26">
        <title>${name}: ${(seconds ?? 0).toFixed(2)} s</title></rect
      >${size > 120 ? html`<text x="${(x + 4).toFixed(2)}" y="42">${name} ${(seconds ?? 0).toFixed(1)} s</text>` : null}`;
    x += size;
    return piece;
  });
  return html`<svg class="bar" viewBox="0 0 ${width} 46" role="img" aria-label="${title}, ${total.toFixed(1)} s in all">
    ${pieces}
  </svg>`;
}
