import { type Html, html } from '../../report/html';
import { scaleOf } from '../../report/scale';
import { DEFINITIONS, type SliName } from '../../slis/definitions';
import { formatValue } from '../../slis/units';
import { type Choice, paretoFront } from '../pareto';
import type { LoadAnalysis } from './model';
import { unitText, percent, numberText, valueOf } from './values';

const BURDEN: SliName = 'latencyP95';
/** The first that is known of every variant: what is requested is what is paid for. */
const COSTS: readonly SliName[] = ['requestedCpuSeconds', 'podSeconds'];
const HEIGHT = 320;

interface Front {
  readonly cost: SliName;
  readonly choices: readonly Choice[];
  readonly front: readonly Choice[];
}

/** Medians of cost and latency by variant, and which of them no other beats. */
export function frontOf({ slis }: Pick<LoadAnalysis, 'slis'>): Front | null {
  const medians = (name: SliName): Map<string, number> =>
    new Map(slis.find(({ sli }) => sli === name)?.summaries.map(({ variant, median }) => [variant, median]));
  const burdens = medians(BURDEN);
  const cost = COSTS.find((name) => [...burdens.keys()].every((variant) => medians(name).has(variant)));
  if (cost === undefined || burdens.size === 0) return null;
  const choices = [...burdens].map(([name, burden]) => ({ name, cost: medians(cost).get(name)!, burden }));
  return { cost, choices, front: paretoFront(choices) };
}

export function frontSection(analysis: LoadAnalysis): Html {
  const found = frontOf(analysis);
  if (found === null)
    return html`<h3>Cost against latency</h3>
      <p>Neither CPU requested nor pod-seconds are known of every variant.</p>`;
  const { cost, choices, front } = found;
  const rows = choices
    .toSorted((a, b) => a.cost - b.cost || a.burden - b.burden)
    .map((choice, index) => ({ ...choice, letter: letterOf(index), best: front.includes(choice) }));
  const costUnit = DEFINITIONS[cost].unit;
  return html`<h3>Cost against latency</h3>
    <p class="soft">
      Medians. Further left costs less, further down is faster. Filled: on the Pareto front, no other is as good in both
      and better in one. It says nothing of chance: whether two differ is in the table above.
    </p>
    <figure>
      <figcaption>
        <h4>${BURDEN} against ${cost}</h4>
        <span class="soft">${DEFINITIONS[BURDEN].unit} against ${unitText(costUnit)}</span>
      </figcaption>
      ${drawing(rows, cost)}
    </figure>
    <div class="scroll" role="region" aria-label="Cost against latency" tabindex="0">
      <table class="front">
        <thead>
          <tr>
            <th scope="col">Point</th>
            <th scope="col">Variant</th>
            <th scope="col" class="value">${cost}</th>
            <th scope="col" class="value">${BURDEN}</th>
            <th scope="col">Pareto front</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ letter, name, cost: price, burden, best }) =>
              html`<tr data-variant="${name}">
                <td>${letter}</td>
                <th scope="row">${name}</th>
                <td class="value">${valueOf(price, costUnit)}</td>
                <td class="value">${valueOf(burden, DEFINITIONS[BURDEN].unit)}</td>
                <td class="word ${best ? 'pass' : 'soft'}">${best ? '✓ on the front' : 'beaten'}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

interface Row extends Choice {
  readonly letter: string;
  readonly best: boolean;
}

function drawing(rows: readonly Row[], cost: SliName): Html {
  const across = scaleOf(rows.map((row) => row.cost));
  const up = scaleOf(rows.map((row) => row.burden));
  const places = rows.map((row) => ({ row, x: 0.06 + 0.88 * across.at(row.cost), y: 0.9 - 0.82 * up.at(row.burden) }));
  const unit = DEFINITIONS[cost].unit;
  const told = rows.map(
    ({ letter, name, cost: price, burden, best }) =>
      `${letter}, ${name}: ${formatValue(price, unit)}, ${formatValue(burden, DEFINITIONS[BURDEN].unit)}${best ? ', on the front' : ''}`,
  );
  const labels = placed(places);
  return html`<svg
    class="plot"
    width="100%"
    height="${HEIGHT}"
    role="img"
    aria-label="${BURDEN} against ${cost}. ${told.join('; ')}."
  >
    ${across.ticks.map((tick) => {
      const x = percent(0.06 + 0.88 * across.at(tick));
      return html`<line class="grid" x1="${x}" x2="${x}" y1="4%" y2="92%" />
        <text x="${x}" y="99%" text-anchor="middle">${numberText(tick, unit)}</text>`;
    })}
    ${up.ticks.map((tick) => {
      const y = percent(0.9 - 0.82 * up.at(tick));
      return html`<line class="grid" x1="0" x2="100%" y1="${y}" y2="${y}" />
        <text x="0" y="${y}" dy="-3"> ${numberText(tick, DEFINITIONS[BURDEN].unit)} </text>`;
    })}
    ${stairs(places.filter(({ row }) => row.best))}
    ${places.map(
      ({ row, x, y }, index) =>
        html`<circle class="point ${row.best ? '' : 'hollow'}" cx="${percent(x)}" cy="${percent(y)}" r="5">
            <title>${row.name}</title>
          </circle>
          <text
            class="name"
            x="${percent(x)}"
            y="${percent(y)}"
            dx="${labels[index]!.x}"
            dy="${labels[index]!.y + 4}"
            text-anchor="middle"
            >${row.letter}</text
          >`,
    )}
  </svg>`;
}

/** From each member of the front to the next: what a choice has to lie below to be on it. */
function stairs(members: readonly { readonly x: number; readonly y: number }[]): Html[] {
  return members.slice(1).map((next, index) => {
    const { x, y } = members[index]!;
    const [from, to, corner] = [percent(y), percent(next.y), percent(next.x)];
    return html`<line class="front-line" x1="${percent(x)}" x2="${corner}" y1="${from}" y2="${from}" />
      <line class="front-line" x1="${corner}" x2="${corner}" y1="${from}" y2="${to}" />`;
  });
}

/** Places around a point, the nearest first, px. */
const OFFSETS = [1, 2, 3].flatMap((ring) =>
  [0, 1, 2, 3, 4, 5, 6, 7].map((eighth) => ({
    x: Math.round(Math.cos((eighth * Math.PI) / 4) * 14 * ring),
    y: Math.round(-Math.sin((eighth * Math.PI) / 4) * 14 * ring),
  })),
);
/** Labels that do not touch on so narrow a screen, px, touch on none that is wider. */
const NARROW = 340;

function placed(points: readonly { readonly x: number; readonly y: number }[]): { x: number; y: number }[] {
  const taken = points.map(({ x, y }) => ({ x: x * NARROW, y: y * HEIGHT }));
  return points.map(({ x, y }) => {
    const free = OFFSETS.find((offset) => {
      const spot = { x: x * NARROW + offset.x, y: y * HEIGHT + offset.y };
      return taken.every((other) => Math.hypot(other.x - spot.x, other.y - spot.y) > 11);
    });
    const chosen = free ?? OFFSETS[0]!;
    taken.push({ x: x * NARROW + chosen.x, y: y * HEIGHT + chosen.y });
    return chosen;
  });
}

const letterOf = (index: number): string => (index < 26 ? String.fromCharCode(65 + index) : String(index + 1));
