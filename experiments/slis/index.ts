import type { ExperimentSpec, Recording, Result, RunMeta, Sli, Target } from '../types';
import { isClosed } from '../load/spec';
import { DEFAULT_PRICES } from '../prices';
import { shownTarget } from '../target';
import { serviceResults } from '../services/results';
import { judge } from '../verdict';
import { allUnknown, type Definition, type Value } from './definition';
import { DEFINITIONS, SLI_NAMES, type Values } from './definitions';
import { type Facts, gather } from './facts';
import { wholeGraph } from './graph';
import { journeyResults } from './journeys';
import { reactions } from './reaction';
import { scaleDowns } from './scaleDown';
import { servicesScaling } from './servicesScaling';
import { application } from './topics/application';
import { cost } from './topics/cost';
import { elasticity } from './topics/elasticity';
import { errors } from './topics/errors';
import { latencies } from './topics/latency';
import { saturation } from './topics/saturation';
import { scaling } from './topics/scaling';
import { traffic } from './topics/traffic';
import { validity } from './validity';
import { ANALYSIS_VERSION } from './version';
import { measuredWindow, type Window } from './window';

/** The recording's SLIs, the verdict on them and the reaction to each increase of the load. Drops the kubeconfig. */
export function analyse(recording: Recording, spec: ExperimentSpec, target: Target, meta: RunMeta): Result {
  const { autoscaler } = target;
  const shown = shownTarget(target);
  const found = measuredWindow(recording, spec);
  const answers = {
    reactions: reactions(recording, spec, autoscaler),
    scaleDowns: scaleDowns(recording, spec, autoscaler),
  };
  const facts = 'window' in found ? gather(recording, spec, shown, found.window, answers) : found;
  const measured = 'reason' in facts ? unmeasured(facts.reason) : measure(facts);
  const { currency } = spec.prices ?? DEFAULT_PRICES;
  const slis = toSlis(measured.values, currency);
  const wrong = [...recording.problems.map(sentence), ...measured.wrong];
  const judged = judge(slis, spec.slos, wrong);
  return {
    schema: 'autoscaling-testbed/result/v1',
    analysis: { version: ANALYSIS_VERSION },
    ...meta,
    spec,
    target: shown,
    window: 'window' in found ? isoWindow(found.window) : { ...NO_WINDOW, loadStart: iso(recording.loadStart) },
    slis,
    ...judged,
    warnings: [...recording.warnings.map(sentence), ...measured.warnings],
    ...(!('reason' in facts) && recording.services && { services: servicesOf(facts, recording.services, currency) }),
    ...(!('reason' in facts) && spec.load.journeys && { journeys: journeyResults(facts) }),
    ...(isClosed(spec.load) ? inUsers(answers) : answers),
    checks: measured.checks,
  };
}

function servicesOf(
  facts: Facts,
  recordings: NonNullable<Recording['services']>,
  currency: string,
): NonNullable<Result['services']> {
  const { spec, target, window } = facts;
  const scaling = servicesScaling(facts, currency, toSli);
  return Object.fromEntries(
    Object.entries(serviceResults(recordings, target.services, window)).map(([name, signals]) => {
      const { reactions: rises, scaleDowns: falls, ...own } = scaling[name] ?? { slis: {} };
      const answers = rises && falls && { reactions: rises, scaleDowns: falls };
      return [name, { ...signals, ...own, ...(answers && isClosed(spec.load) ? inUsers(answers) : answers) }];
    }),
  );
}

type Answers = Pick<Facts, 'reactions' | 'scaleDowns'>;

function inUsers({ reactions, scaleDowns }: Answers): Answers {
  const counted = (all: Result['reactions']): Result['reactions'] => all.map((one) => ({ ...one, unit: 'users' }));
  return { reactions: counted(reactions), scaleDowns: counted(scaleDowns) };
}

const NO_WINDOW = { loadStart: null, measuredFrom: null, measuredTo: null, observedTo: null };

function iso(time: number | null): string | null {
  return time === null || !Number.isFinite(time) ? null : new Date(time).toISOString();
}

function isoWindow({ loadStart, measuredFrom, measuredTo, observedTo }: Window): Result['window'] {
  return {
    loadStart: iso(loadStart),
    measuredFrom: iso(measuredFrom),
    measuredTo: iso(measuredTo),
    observedTo: iso(observedTo),
  };
}

function sentence(text: string): string {
  return /[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}

interface Measured {
  readonly values: Values;
  readonly wrong: readonly string[];
  readonly warnings: readonly string[];
  readonly checks: Result['checks'];
}

function unmeasured(reason: string): Measured {
  return {
    values: allUnknown(DEFINITIONS, reason),
    wrong: [],
    warnings: [],
    checks: [],
  };
}

function toSlis(values: Values, currency: string): Record<string, Sli> {
  return Object.fromEntries(
    SLI_NAMES.map((name) => {
      const { unit, description, source }: Definition = DEFINITIONS[name];
      const known = { unit: unit === 'currency' ? currency : unit, description };
      return [name, { ...toSli(values[name]), ...known, ...(source === undefined ? {} : { source }) }];
    }),
  );
}

/** A number that is not finite is no number: it comes from data that is not there. */
function toSli(value: Value): Pick<Sli, 'value' | 'reason' | 'atLeast' | 'notApplicable'> {
  if (typeof value !== 'number') return { value: null, ...value };
  return Number.isFinite(value) ? { value } : { value: null, reason: `the data gives ${value}` };
}

function measure(facts: Facts): Measured {
  const whole = wholeGraph(facts);
  const scaled = scaling(facts, whole);
  const values: Values = {
    ...latencies(facts),
    ...traffic(facts),
    ...errors(facts),
    ...saturation(facts),
    ...scaled,
    ...cost(whole, scaled.nodeSeconds),
    ...elasticity(facts),
    ...application(facts),
  };
  return { values, checks: facts.checks, ...validity(facts) };
}
