import { sliOrder } from '../report/table';
import type { Result, Sli } from '../types';
import { answerRows, serviceRows, type AnswerRow } from './rows';

/** OpenMetrics' names of our units; a ratio has none. */
const UNITS: Readonly<Record<string, { readonly unit: string; readonly factor: number }>> = {
  ms: { unit: 'seconds', factor: 0.001 },
  s: { unit: 'seconds', factor: 1 },
  share: { unit: 'ratio', factor: 1 },
  ratio: { unit: 'ratio', factor: 1 },
};

/**
 * A run as OpenMetrics text (https://prometheus.io/docs/specs/om/open_metrics_spec/), for a Pushgateway or a textfile collector: a gauge for each
 * SLI in base units, for each signal and SLI of a service, and for the answers to rises and falls of the load; and the verdict as a state set. What has
 * no value is left out.
 */
export function openMetrics(result: Result): string {
  const labels = {
    stack: result.stack,
    run: result.id,
    autoscaler: result.target.autoscaler.name,
    experiment: result.spec.name,
  };
  const time = Date.parse(result.endedAt) / 1000;
  const slis = sliOrder(result.slis).map((name) => ({ ...(result.slis[name] as Sli), name: snake(name), labels: {} }));
  const services = serviceRows(result).map(({ service, name, ...row }) => ({
    ...row,
    name: `service_${snake(name)}`,
    labels: { service },
  }));
  const verdict = 'testbed_verdict';
  const states = ['pass', 'fail', 'invalid'].map((state) =>
    sample(verdict, { ...labels, [verdict]: state }, Number(result.verdict === state), time),
  );
  return [
    ...gauges([...slis, ...services, ...answerRows(result).map(answerGauge)], labels, time),
    `# TYPE ${verdict} stateset`,
    `# HELP ${verdict} Verdict of the experiment.`,
    ...states,
    '# EOF',
    '',
  ].join('\n');
}

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

interface Gauge extends Pick<Sli, 'value' | 'unit' | 'description'> {
  /** Without the prefix and the unit. */
  readonly name: string;
  readonly labels: Labels;
}

const ANSWERS: Readonly<Record<AnswerRow['answer'], string>> = {
  reaction: 'From a rise of the load',
  scaleDown: 'From a fall of the load',
};

/** The sum has a name of its own: added up over the labels, the links must not count twice. */
function answerGauge({ answer, service, stage, link, seconds }: AnswerRow): Gauge {
  const whole = `${service === null ? '' : 'service_'}${snake(answer)}`;
  const description =
    link === null
      ? `${ANSWERS[answer]} to the last link of the chain that answered it.`
      : `${ANSWERS[answer]}, a link of the chain that answered it, from the link before.`;
  return {
    name: link === null ? whole : `${whole}_link`,
    value: seconds,
    unit: 's',
    description,
    labels: { ...(service !== null && { service }), stage, ...(link !== null && { link }) },
  };
}

/** All samples of a metric stand together, after what it is. */
function gauges(all: readonly Gauge[], labels: Labels, time: number): string[] {
  const families = new Map<string, Gauge[]>();
  for (const gauge of all) {
    if (gauge.value !== null) families.set(gauge.name, [...(families.get(gauge.name) ?? []), gauge]);
  }
  return [...families].flatMap(([name, samples]) => {
    const [{ unit, description }] = samples as [Gauge];
    const { unit: base, factor } = UNITS[unit] ?? { unit: '', factor: 1 };
    const metric = `testbed_${name}${base && `_${base}`}`;
    return [
      `# TYPE ${metric} gauge`,
      ...(base === '' ? [] : [`# UNIT ${metric} ${base}`]),
      `# HELP ${metric} ${escaped(description)}`,
      ...samples.map((one) => sample(metric, { ...labels, ...one.labels }, (one.value as number) * factor, time)),
    ];
  });
}

type Labels = Readonly<Record<string, string>>;

function sample(metric: string, labels: Labels, value: number, time: number): string {
  const pairs = Object.entries(labels).map(([name, text]) => `${name}="${escaped(text)}"`);
  return `${metric}{${pairs.join(',')}} ${Number(value.toPrecision(15))} ${time}`;
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
