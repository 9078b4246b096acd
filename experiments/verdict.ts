import { DEFINITIONS, SLI_NAMES } from './slis/definitions';
import { formatValue } from './slis/units';
import type { Result, Sli, Slo, Verdict } from './types';

type Outcome = Result['slos'][number];
type Judgement = Pick<Result, 'slos' | 'verdict' | 'reasons'>;

/**
 * Invalid beats fail beats pass. Invalid: something is wrong with the run, a core SLI is unknown that applies to it, or an objective cannot be decided.
 * A run without objectives passes, and its reason says that nothing was asked of it.
 */
export function judge(slis: Readonly<Record<string, Sli>>, asked: readonly Slo[], wrong: readonly string[]): Judgement {
  const slos = asked.map((slo) => outcome(slo, slis[slo.sli]));
  const unknown = [
    ...wrong,
    ...unknownCore(slis),
    ...asked.flatMap((slo, index) => undecided(slo, slis, slos[index] as Outcome)),
  ];
  const missed = asked.flatMap((slo, index) => (slos[index]?.pass === false ? [miss(slo, slis[slo.sli] as Sli)] : []));
  const verdict: Verdict = unknown.length > 0 ? 'invalid' : missed.length > 0 ? 'fail' : 'pass';
  const reasons = verdict === 'pass' ? [passed(asked.length)] : [...unknown, ...missed];
  return { slos, verdict, reasons: [...new Set(reasons)] };
}

function outcome(slo: Slo, sli: Sli | undefined): Outcome {
  return { ...slo, value: sli?.value ?? null, pass: sli === undefined ? null : meets(slo, sli) };
}

/** Null where it cannot be decided. */
function meets({ min, max }: Slo, { value, atLeast }: Sli): boolean | null {
  if (min === undefined && max === undefined) return null;
  if (value !== null) return value >= (min ?? -Infinity) && value <= (max ?? Infinity);
  if (atLeast === undefined) return null;
  // It was still going on when watching ended: that decides an upper bound that is passed already, and no other.
  if (max !== undefined) return atLeast > max ? false : null;
  return atLeast >= (min as number) ? true : null;
}

/** "at most 500 ms", as the objective was set. */
export function objective({ min, max }: Pick<Slo, 'min' | 'max'>, unit: string): string {
  const bounds = [
    ...(min === undefined ? [] : [`at least ${formatValue(min, unit)}`]),
    ...(max === undefined ? [] : [`at most ${formatValue(max, unit)}`]),
  ];
  return bounds.join(' and ');
}

function miss(slo: Slo, sli: Sli): string {
  const value =
    sli.value === null ? `over ${formatValue(sli.atLeast ?? 0, sli.unit)}` : formatValue(sli.value, sli.unit);
  return `${slo.sli} is ${value}; asked for is ${objective(slo, sli.unit)}.`;
}

function passed(count: number): string {
  if (count === 0) return 'No objective was set: nothing was asked, so nothing could be missed.';
  return count === 1 ? 'The objective is met.' : `All ${count} objectives are met.`;
}

function undecided(slo: Slo, slis: Readonly<Record<string, Sli>>, { pass }: Outcome): string[] {
  if (pass !== null) return [];
  const sli = slis[slo.sli];
  if (sli === undefined) return [`The objective on "${slo.sli}" names no SLI; there are ${SLI_NAMES.join(', ')}.`];
  if (slo.min === undefined && slo.max === undefined) return [`The objective on ${slo.sli} has neither min nor max.`];
  if (sli.atLeast !== undefined) {
    return [
      `${slo.sli} is over ${formatValue(sli.atLeast, sli.unit)}, when watching ended; ${objective(slo, sli.unit)} cannot be decided. ` +
        'Make the stage longer than the objective.',
    ];
  }
  // A core SLI has said so already.
  return isCore(slo.sli) && !sli.notApplicable
    ? []
    : [`${slo.sli} is unknown (${sli.reason ?? 'no value'}); asked for is ${objective(slo, sli.unit)}.`];
}

function isCore(name: string): boolean {
  return name in DEFINITIONS && DEFINITIONS[name as keyof typeof DEFINITIONS].core;
}

/** One sentence a cause: many SLIs are unknown for the same one. */
function unknownCore(slis: Readonly<Record<string, Sli>>): string[] {
  const byReason = new Map<string, string[]>();
  for (const name of SLI_NAMES.filter(isCore)) {
    const sli = slis[name];
    if (sli !== undefined && (sli.value !== null || sli.notApplicable)) continue;
    const reason = sli?.reason ?? 'no value';
    byReason.set(reason, [...(byReason.get(reason) ?? []), name]);
  }
  const every = SLI_NAMES.filter(isCore).length;
  return [...byReason].map(([reason, names]) =>
    names.length === every ? `Nothing could be measured: ${reason}.` : `Unknown: ${names.join(', ')} (${reason}).`,
  );
}
