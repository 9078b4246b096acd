import { type Html, html } from '../../report/html';
import { scaleOf } from '../../report/scale';
import type { SliName } from '../../slis/definitions';
import { formatValue } from '../../slis/units';
import { type Choice, paretoFront } from '../pareto';
import type { SliComparison } from '../analysis';
import type { LoadAnalysis } from './model';
import { unitText, percent, numberText, valueOf } from './values';

/** The first of each that is known of every variant. */
const BURDENS: readonly SliName[] = ['sloViolationSeconds', 'latencyP95'];
const COSTS: readonly SliName[] = ['cost', 'requestedCpuSeconds', 'podSeconds'];
const HEIGHT = 320;

/** An SLI of the drawing, with its unit. */
interface Axis {
  readonly sli: SliName;
  readonly unit: string;
}

interface Front {
  readonly cost: Axis;
  readonly burden: Axis;
  readonly choices: readonly Choice[];
  readonly front: readonly Choice[];
}

/** Medians of cost and of what it buys, by variant, and which of them no other beats. */
export function frontOf({ slis }: Pick<LoadAnalysis, 'slis'>): Front | null {
  const variants = new Set(slis.flatMap(({ summaries }) => summaries.map(({ variant }) => variant)));
  const known = (names: readonly SliName[]): SliComparison | undefined =>
    names
      .flatMap((name) => slis.find(({ sli }) => sli === name) ?? [])
      .find(({ summaries }) => summaries.length === variants.size);
  const [cost, burden] = [known(COSTS), known(BURDENS)];
  if (cost === undefined || burden === undefined) return null;
  const choices = burden.summaries.map(({ variant, median }) => ({
    name: variant,
    cost: cost.summaries.find((one) => one.variant === variant)!.median,
    burden: median,
  }));
  return { cost, burden, choices, front: paretoFront(choices) };
}

export function frontSection(analysis: LoadAnalysis): Html {
  const found = frontOf(analysis);
  if (found === null)
    return html`<h3>Cost against objectives</h3>
      <p>No cost, or neither a violation of objectives nor a latency, is known of every variant.</p>`;
  const { cost, burden: bought, choices, front } = found;
  const rows = choices
    .toSorted((a, b) => a.cost - b.cost || a.burden - b.burden)
    .map((choice, index) => ({ ...choice, letter: letterOf(index), best: front.includes(choice) }));
  return html`<h3>Cost against objectives</h3>
    <p class="soft">
      Medians. Further left costs less, further down is better. Filled: on the Pareto front, no other is as good in both
      and better in one. It says nothing of chance: whether two differ is in the table above.
    </p>
    <figure>
      <figcaption>
        <h4>${bought.sli} against ${cost.sli}</h4>
        <span class="soft">${unitText(bought.unit)} against ${unitText(cost.unit)}</span>
      </figcaption>
      ${drawing(rows, cost, bought)}
    </figure>
    <div class="scroll" role="region" aria-label="Cost against objectives" tabindex="0">
      <table class="front">
        <thead>
          <tr>
            <th scope="col">Point</th>
            <th scope="col">Variant</th>
            <th scope="col" class="value">${cost.sli}</th>
            <th scope="col" class="value">${bought.sli}</th>
            <th scope="col">Pareto front</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ letter, name, cost: price, burden, best }) =>
              html`<tr data-variant="${name}">
                <td>${letter}</td>
                <th scope="row">${name}</th>
                <td class="value">${valueOf(price, cost.unit)}</td>
                <td class="value">${valueOf(burden, bought.unit)}</td>
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

function drawing(rows: readonly Row[], cost: Axis, bought: Axis): Html {
  const across = scaleOf(rows.map((row) => row.cost));
  const up = scaleOf(rows.map((row) => row.burden));
  const places = rows.map((row) => ({ row, x: 0.06 + 0.88 * across.at(row.cost), y: 0.9 - 0.82 * up.at(row.burden) }));
  const { unit } = cost;
  const told = rows.map(
    ({ letter, name, cost: price, burden, best }) =>
      `${letter}, ${name}: ${formatValue(price, unit)}, ${formatValue(burden, bought.unit)}${best ? ', on the front' : ''}`,
  );
  const labels = placed(places);
  return html`<svg
    class="plot"
    width="100%"
    height="${HEIGHT}"
    role="img"
    aria-label="${bought.sli} against ${cost.sli}. ${told.join('; ')}."
  >
    ${across.ticks.map((tick) => {
      const x = percent(0.06 + 0.88 * across.at(tick));
      return html`<line class="grid" x1="${x}" x2="${x}" y1="4%" y2="92%" />
        <text x="${x}" y="99%" text-anchor="middle">${numberText(tick, unit)}</text>`;
    })}
    ${up.ticks.map((tick) => {
      const y = percent(0.9 - 0.82 * up.at(tick));
      return html`<line class="grid" x1="0" x2="100%" y1="${y}" y2="${y}" />
        <text x="0" y="${y}" dy="-3"> ${numberText(tick, bought.unit)} </text>`;
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
