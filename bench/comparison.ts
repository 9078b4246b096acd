import { stringify } from 'yaml';
import { formatNumber } from '../experiments/slis/units';
import type { ReactionPart, Result } from '../experiments/types';
import { markdownTable as table } from './table';

const LINKS: readonly ReactionPart[] = ['metric', 'desired', 'created', 'scheduled', 'ready', 'recovered'];

/** docs/comparison.md: the results of several variants on the same experiment, side by side. */
export function comparison(results: readonly Result[]): string {
  const [first] = results;
  if (first === undefined) throw new Error('There is no result to compare.');
  const other = results.filter(({ spec }) => JSON.stringify(spec) !== JSON.stringify(first.spec));
  if (other.length > 0) {
    const names = other.map(({ target }) => target.autoscaler.name).join(', ');
    throw new Error(`Not the same experiment as ${first.target.autoscaler.name}: ${names}. Run them again.`);
  }
  return [
    '# Comparison of the variants',
    'Made by `npm run bench:variants`: one run of each on the same experiment. One run is one run: differences of a few percent say nothing.',
    ...[ground(first, results), '## What users and the bill see', outcomes(results)],
    '## Reaction time by link of the chain',
    `Seconds from the link before; the first from the load step. docs/results.md says what each is. ${stepsOf(results)}`,
    reactions(results),
    ...['## Experiment', yaml(first.spec), '## Settings', settings(results)],
    ...notes(results),
  ].join('\n\n');
}

function ground({ environment, window }: Result, results: readonly Result[]): string {
  const { host, kubernetes, loadGenerator, nodes } = environment;
  const days = [...new Set(results.map(({ startedAt }) => startedAt.slice(0, 10)))].sort();
  const rows = [
    ['Date', days.join(', ')],
    [
      'Machine',
      `${host.cpus} cores, ${formatNumber(Math.round(host.memoryBytes / 2 ** 30))} GiB, Node.js ${host.node}`,
    ],
    ['Kubernetes', kubernetes ?? 'unknown'],
    ['Nodes', nodes.map(({ name, cpu, memory, runtime }) => `${name}: ${cpu} CPU, ${memory}, ${runtime}`).join('; ')],
    ['Load generator', loadGenerator ?? 'unknown'],
    ['Measured', window.measuredFrom === null ? 'unknown' : 'from the end of the warm-up to the end of the load'],
  ];
  return table(['', ''], rows);
}

function outcomes(results: readonly Result[]): string {
  const columns: readonly (readonly [head: string, sli: string, scale?: number])[] = [
    ['p50 ms', 'latencyP50'],
    ['p95 ms', 'latencyP95'],
    ['p99 ms', 'latencyP99'],
    ['failed %', 'errorRate', 100],
    ['pod-seconds', 'podSeconds'],
    ['core-seconds requested', 'requestedCpuSeconds'],
    ['CPU utilization %', 'cpuUtilization', 100],
    ['most replicas', 'replicasMax'],
    ['mean replicas', 'replicasMean'],
  ];
  return table(
    ['variant', 'verdict', ...columns.map(([head]) => head)],
    results.map(({ target, verdict, slis }) => [
      target.autoscaler.name,
      verdict,
      ...columns.map(([, name, scale = 1]) => number(slis[name]?.value ?? null, scale)),
    ]),
  );
}

/** The increases of the load; each variant has a row for each, and one for waking from zero. */
function reactions(results: readonly Result[]): string {
  return table(
    ['variant', 'load step', ...LINKS, 'total'],
    results.flatMap((result) =>
      result.reactions.map(({ from, to, parts, total, warmup }) => [
        result.target.autoscaler.name,
        `${formatNumber(from)} to ${formatNumber(to)}/s${warmup ? ' (warm-up)' : ''}`,
        ...LINKS.map((link) => seconds(parts.find(({ name }) => name === link)?.seconds ?? null)),
        seconds(total),
      ]),
    ),
  );
}

function stepsOf(results: readonly Result[]): string {
  return results.some(({ spec }) => spec.load.stages.some(({ ramp }) => (ramp ?? 0) > 0))
    ? 'The load rises by a ramp: `metric` holds the time until the load has outgrown one replica.'
    : 'The load rises at once.';
}

function settings(results: readonly Result[]): string {
  return yaml(Object.fromEntries(results.map(({ target }) => [target.autoscaler.name, target.autoscaler.settings])));
}

/** Reasons and warnings, so that no number stands without what is odd about it. */
function notes(results: readonly Result[]): string[] {
  const said = results.flatMap(({ target, verdict, reasons, warnings }) =>
    [...(verdict === 'pass' ? [] : reasons), ...warnings].map((text) => `- ${target.autoscaler.name}: ${text}`),
  );
  return said.length === 0 ? [''] : ['## Reasons and warnings', `${said.join('\n')}\n`];
}

const number = (value: number | null, scale: number): string =>
  value === null ? '–' : formatNumber(round(value * scale));
const seconds = (value: number | null): string => (value === null ? '–' : value.toFixed(1));
const round = (value: number): number => Number(value.toPrecision(4));
const yaml = (value: unknown): string => `\`\`\`yaml\n${stringify(value)}\`\`\``;
