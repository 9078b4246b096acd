import { stringify } from 'yaml';
import { type Html, html } from '../../report/html';
import { formatNumber, formatValue } from '../../slis/units';
import { leastRepeats } from '../analysis';
import type { Plan } from '../plan';
import { leastP } from '../statistics/rankTest';
import { isValid, type LoadAnalysis, type ReportedRun } from './model';
import { pText } from './values';

/** How it was measured and what that allows to say. */
export function methodSection(plan: Plan, runs: readonly ReportedRun[], analyses: readonly LoadAnalysis[]): Html {
  const { alpha } = analyses[0]!;
  const spans = [...new Set(runs.map(({ result }) => `${result.spec.warmup} s and ${result.spec.cooldown} s`))];
  return html`<section id="method">
    <h2>Method and validity</h2>
    <dl>
      <dt>Order</dt>
      <dd>
        Randomised blocks, seed ${plan.seed}: in each block every variant runs once under one load, in random order, so
        that what changes slowly falls on all alike. ${plan.repeats} blocks of each load.
      </dd>
      <dt>Each run</dt>
      <dd>
        Begins when the workload is back at its fewest replicas and each metric of the variant is there. Warm-up and
        cool-down are ${spans.join(', or ')}; no latency, rate or error of them is in a number. Its own report has the
        cross-checks that make it valid.
      </dd>
      <dt>Invalid runs</dt>
      <dd>${invalidText(runs)}</dd>
      <dt>Unknown values</dt>
      <dd>${unknownText(plan, runs, analyses)}</dd>
      <dt>Intervals</dt>
      <dd>
        95 %, of the median or of the difference of the medians, by bootstrap (BCa, 10000 resamples). Of few runs they
        are narrower than they should be: a hint.
      </dd>
      <dt>Test</dt>
      <dd>
        Wilcoxon’s rank sum test, two-sided, exact with ties (normal approximation above 60 values). p is corrected by
        Holm’s method for the ${plan.variants.length - 1} variants that an SLI is compared of; a finding is p ≤
        ${alpha}. The SLIs and the loads are not corrected for their number: with many, a false finding among all is
        likelier.
      </dd>
      <dt>Effect size</dt>
      <dd>
        Cliff’s δ: how much more often a run is above one of the baseline than below, −1 to 1. In words by 0.147, 0.33
        and 0.474 (Romano et al., 2006).
      </dd>
      <dt>What n can find</dt>
      <dd>${powerText(plan, runs, alpha)}</dd>
      <dt>Machine</dt>
      <dd>${environments(runs)}</dd>
    </dl>
  </section>`;
}

function invalidText(runs: readonly ReportedRun[]): string {
  const invalid = runs.filter((run) => !isValid(run));
  if (invalid.length === 0) return 'None. An invalid run would be in no number, and repeated once.';
  const names = invalid.map(({ variant, result }) => `${variant} ${result.id}`);
  return `In no number, and repeated once: ${names.join(', ')}.`;
}

/** Values that are missing are not missing by chance: what had not ended was slow, and is not left out. */
function unknownText(plan: Plan, runs: readonly ReportedRun[], analyses: readonly LoadAnalysis[]): string {
  const found = analyses.flatMap(({ load, slis }) =>
    slis.flatMap(({ sli, unit }) =>
      plan.variants.flatMap((variant) => {
        const own = runs.filter((run) => run.load === load && run.variant === variant && isValid(run));
        const missing = own.flatMap(({ result }) => {
          const known = result.slis[sli];
          return known === undefined || known.value === null ? [known?.atLeast ?? null] : [];
        });
        if (missing.length === 0) return [];
        const bounds = missing.filter((bound) => bound !== null);
        const least = bounds.length === 0 ? '' : ` (over ${formatValue(Math.min(...bounds), unit)})`;
        return [`${sli} of ${variant} under ${load} in ${missing.length} of ${own.length} runs${least}`];
      }),
    ),
  );
  if (found.length === 0) return 'None: every valid run knows every SLI that is shown.';
  return `${found.join('; ')}. What had not ended when watching ended counts as the greatest value of all runs, so that it ranks as the worst; what is not known at all is in no median and no test.`;
}

/** The smallest corrected p that there can be, however clear a difference. */
export const smallestP = ({ variants, repeats }: Pick<Plan, 'variants' | 'repeats'>): number =>
  Math.min(1, leastP(repeats, repeats) * (variants.length - 1));

function powerText({ variants, repeats }: Plan, runs: readonly ReportedRun[], alpha: number): string {
  const comparisons = variants.length - 1;
  const least = leastRepeats(variants.length, alpha);
  const smallest = smallestP({ variants, repeats });
  const can =
    smallest <= alpha
      ? 'Only clear differences are found, those where hardly a run of one variant lies among those of the other.'
      : `That is over ${alpha}: nothing can be found, however clear.`;
  const fewer = runs.some((run) => !isValid(run)) ? ' Where runs are invalid, n is smaller: the tables say so.' : '';
  return (
    `With ${repeats} runs of each and ${comparisons} compared with the baseline, the smallest corrected p there can be is ${pText(smallest)}. ${can} ` +
    `For any finding it takes ${least} runs of each. “Not distinguishable” does not say that there is no difference, only that these runs do not show one.${fewer}`
  );
}

function environments(runs: readonly ReportedRun[]): string {
  const texts = runs.map(({ result: { environment } }) => {
    const { kubernetes, loadGenerator, host } = environment;
    return `Kubernetes ${kubernetes ?? 'unknown'}, ${loadGenerator ?? 'unknown load generator'}, ${host.cpus} CPUs, ${formatNumber(host.memoryBytes / 2 ** 30)} GiB, Node.js ${host.node}`;
  });
  const different = [...new Set(texts)];
  return different.length === 1
    ? `${different[0]}, in all runs.`
    : `Not the same in all runs: ${different.join('; ')}. What differs then may be the machine.`;
}

export function settingsSection(plan: Plan, runs: readonly ReportedRun[]): Html {
  return html`<section id="settings">
    <h2>Settings of the variants</h2>
    ${plan.variants.map((variant) => {
      const settings = runs.find((run) => run.variant === variant)?.result.target.autoscaler.settings ?? {};
      return html`<h3>${variant}</h3>
        <pre tabindex="0">${Object.keys(settings).length === 0 ? 'none' : stringify(settings)}</pre>`;
    })}
    <h3>Loads</h3>
    ${Object.entries(plan.loads).map(
      ([name, load]) =>
        html`<details>
          <summary>${name}</summary>
          <pre tabindex="0">${stringify(load)}</pre>
        </details>`,
    )}
  </section>`;
}

/** The command that asks for the same again. */
export function reproduction({ stack, variants, repeats, seed, loads }: Plan): string {
  const presets = Object.entries(loads).flatMap(([name, load]) =>
    (load as { preset?: unknown } | null)?.preset === name ? [`--experiment ${name}`] : [],
  );
  return [
    `npm run testbed -- compare --stack ${stack} --variants ${variants.join(',')} --repeat ${repeats}`,
    ...presets,
    `--seed ${seed}`,
  ].join(' ');
}

export function reproductionSection(plan: Plan): Html {
  return html`<section id="again">
    <h2>How to run it again</h2>
    <pre tabindex="0">${reproduction(plan)}</pre>
    <p>
      With the stack’s configuration, Pulumi.${plan.stack}.yaml, as it was; the settings above are what came of it. The
      seed gives the same order and the same intervals from the same values, not the same values.
    </p>
    <p>
      Beside this file: <a href="plan.json">plan.json</a>, <a href="runs.jsonl">runs.jsonl</a>,
      <a href="analysis.json">analysis.json</a> with all numbers in full, <a href="summary.md">summary.md</a>.
    </p>
  </section>`;
}
