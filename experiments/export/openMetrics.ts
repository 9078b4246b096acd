import { sliOrder } from '../report/table';
import type { Result, Sli } from '../types';

/** OpenMetrics' names of our units; a ratio has none. */
const UNITS: Readonly<Record<string, { readonly unit: string; readonly factor: number }>> = {
  ms: { unit: 'seconds', factor: 0.001 },
  s: { unit: 'seconds', factor: 1 },
  share: { unit: 'ratio', factor: 1 },
  ratio: { unit: 'ratio', factor: 1 },
};

/**
 * A run as OpenMetrics text (https://prometheus.io/docs/specs/om/open_metrics_spec/), for a Pushgateway or a textfile collector: a gauge for each
 * SLI in base units, and the verdict as a state set. SLIs without a value are left out.
 */
export function openMetrics(result: Result): string {
  const labels = {
    stack: result.stack,
    run: result.id,
    autoscaler: result.target.autoscaler.name,
    experiment: result.spec.name,
  };
  const time = Date.parse(result.endedAt) / 1000;
  const slis = sliOrder(result.slis).flatMap((name) => gauge(name, result.slis[name] as Sli, labels, time));
  const verdict = 'testbed_verdict';
  const states = ['pass', 'fail', 'invalid'].map((state) =>
    sample(verdict, { ...labels, [verdict]: state }, Number(result.verdict === state), time),
  );
  return [
    ...slis,
    `# TYPE ${verdict} stateset`,
    `# HELP ${verdict} Verdict of the experiment.`,
    ...states,
    '# EOF',
    '',
  ].join('\n');
}

function gauge(name: string, { value, unit, description }: Sli, labels: Labels, time: number): string[] {
  if (value === null) return [];
  const { unit: base, factor } = UNITS[unit] ?? { unit: '', factor: 1 };
  const metric = `testbed_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}${base && `_${base}`}`;
  return [
    `# TYPE ${metric} gauge`,
    ...(base === '' ? [] : [`# UNIT ${metric} ${base}`]),
    `# HELP ${metric} ${escaped(description)}`,
    sample(metric, labels, value * factor, time),
  ];
}

type Labels = Readonly<Record<string, string>>;

function sample(metric: string, labels: Labels, value: number, time: number): string {
  const pairs = Object.entries(labels).map(([name, text]) => `${name}="${escaped(text)}"`);
  return `${metric}{${pairs.join(',')}} ${Number(value.toPrecision(15))} ${time}`;
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
