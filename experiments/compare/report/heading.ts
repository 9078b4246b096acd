import { type Html, html } from '../../report/html';
import { DIRECTIONS } from '../directions';
import { type Finding, leastRepeats } from '../analysis';
import type { Plan } from '../plan';
import { smallestP } from './method';
import { FINDINGS, isValid, type LoadAnalysis, type ReportedRun } from './model';

export function heading(plan: Plan, runs: readonly ReportedRun[], alpha: number): Html {
  const invalid = runs.filter((run) => !isValid(run));
  const warnings = [
    ...(smallestP(plan) > alpha
      ? [
          `${plan.repeats} runs of each are too few: no difference can be found, however clear. It takes ${leastRepeats(plan.variants.length, alpha)}.`,
        ]
      : []),
    ...invalid.map(
      ({ variant, load, result }) =>
        `${variant} under ${load}, ${result.id}, is invalid and in no number: ${result.reasons.join('; ')}`,
    ),
  ];
  const [baseline, ...others] = plan.variants;
  return html`<header>
    <div class="head">
      <h1>Comparison: ${others.join(', ')} against ${baseline}</h1>
      ${
        invalid.length === 0
          ? html`<span class="verdict pass">✓ ALL ${runs.length} RUNS VALID</span>`
          : html`<span class="verdict invalid">! ${invalid.length} OF ${runs.length} RUNS INVALID</span>`
      }
    </div>
    <p class="soft">
      Comparison ${plan.id} of stack ${plan.stack},
      <time datetime="${plan.createdAt}">${plan.createdAt.replace('T', ' ')}</time>. ${plan.variants.length} variants, n
      = ${plan.repeats} runs of each under ${loadsText(plan)}, seed ${plan.seed}.
    </p>
    ${
      warnings.length === 0
        ? null
        : html`<ul class="warnings" aria-label="Warnings">
            ${warnings.map((warning) => html`<li>${warning}</li>`)}
          </ul>`
    }
  </header>`;
}

const loadsText = ({ loads }: Plan): string => {
  const names = Object.keys(loads);
  return names.length === 1 ? `the load ${names[0]}` : `each of the loads ${names.join(', ')}`;
};

const ORDER: readonly Finding[] = ['better', 'worse', 'different', 'not distinguishable', 'too few runs'];

/** What was found of each variant, in words; only of what is good or bad, and of what differs. */
export function findingsList({ baseline, slis }: LoadAnalysis, variants: readonly string[]): Html {
  const told = variants
    .filter((variant) => variant !== baseline)
    .map((variant) => {
      const found = slis.flatMap(({ sli, contrasts }) => {
        const finding = contrasts.find((one) => one.variant === variant)?.finding;
        return finding === undefined || (!(sli in DIRECTIONS) && finding !== 'different') ? [] : [{ sli, finding }];
      });
      const groups = ORDER.map((finding) => ({
        finding,
        names: found.filter((one) => one.finding === finding).map(({ sli }) => sli),
      })).filter(({ names }) => names.length > 0);
      return html`<dt>${variant}</dt>
        <dd>
          ${
            groups.length === 0
              ? 'nothing can be said: no SLI is known of both'
              : groups.map(
                  ({ finding, names }) =>
                    html`<div>
                      <strong class="${FINDINGS[finding].tone}">${FINDINGS[finding].sign} ${finding}</strong>:
                      ${groups.length === 1 && names.length > 5 ? `in all ${names.length} SLIs` : names.join(', ')}
                    </div>`,
                )
          }
        </dd>`;
    });
  return html`<h3>Against ${baseline}</h3>
    <dl class="findings">${told}</dl>`;
}
