import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExperimentSpec } from '../../types';
import { isPoisson } from '../arrivals';
import type { LoadContext, LoadManifests, Manifest, Part } from '../driver';
import { filesOf, jobOf } from '../job';
import { loadSeconds, virtualUsers } from '../shape';
import { dueText, dueTimes, planOf } from './plan';

const CONTAINER = 'k6';
/** Seconds that several generators get to be ready for their common start: longer than a pod takes whose image is on its node. */
export const START_LEAD = 15;
/** Seconds for the end: what k6 takes for its last requests and its summary. */
const END = 30;

/**
 * A Job for each generator, with the script and its plan. The script writes one short log line a request instead of k6's CSV output, which has
 * 13: at 100 requests/s CSV fills the kubelet's log file (10 MiB before it is rotated) in little over a minute, and what is rotated away cannot
 * be read again after a lost connection. It costs the same CPU (measured with k6 1.1.0: 0.1 core at 100 requests/s either way).
 */
export function k6Manifests(context: LoadContext): LoadManifests {
  const generators = context.spec.load.generators ?? 1;
  const startAt = generators === 1 ? null : context.now + START_LEAD * 1000;
  const each = Array.from({ length: generators }, (_, index) => generatorOf(context, index, generators, startAt));
  return {
    objects: each.flatMap(({ objects }) => objects),
    parts: each.map(({ part }) => part),
    extraSeconds: (startAt === null ? 0 : START_LEAD) + lateSeconds(context.spec),
  };
}

/** A request that was drawn is sent up to a timeout late. */
const lateSeconds = (spec: ExperimentSpec): number => (isPoisson(spec) ? spec.load.timeout : 0);

function generatorOf(
  { name: run, spec, target }: LoadContext,
  index: number,
  generators: number,
  startAt: number | null,
): { readonly objects: readonly Manifest[]; readonly part: Part } {
  const part = generators === 1 ? '' : String(index + 1);
  const name = part === '' ? run : `${run}-${part}`;
  const due = isPoisson(spec) ? dueTimes(spec, index) : [];
  const files = filesOf(name, target.generator.namespace, {
    'load.js': readFileSync(join(__dirname, 'script.js'), 'utf8'),
    'plan.json': JSON.stringify(planOf(spec, target, index, startAt)),
    ...(isPoisson(spec) && { 'due.txt': dueText(due) }),
  });
  const job = jobOf(
    {
      name,
      container: CONTAINER,
      files: name,
      args: [
        'run',
        '--quiet',
        '--no-color',
        '--no-usage-report',
        '--address=',
        // The script's lines go to stderr, so that nothing else on stdout can come between.
        '--log-output=stderr',
        '--log-format=raw',
        // Drawn arrivals are shared out already.
        ...(generators === 1 || isPoisson(spec) ? [] : segment(index, generators)),
        '/load/load.js',
      ],
      memory: memoryMiB(virtualUsers(spec).used / generators, due.length),
      seconds: loadSeconds(spec) + spec.load.timeout + lateSeconds(spec) + END,
    },
    target,
  );
  return { objects: [files, job], part: { name: part, job: name, container: CONTAINER } };
}

/** The generator's share of the load (https://grafana.com/docs/k6/latest/using-k6/k6-options/reference/#execution-segment). */
function segment(index: number, generators: number): string[] {
  const edge = (n: number): string => (n === 0 ? '0' : n === generators ? '1' : `${n}/${generators}`);
  const edges = Array.from({ length: generators + 1 }, (_, n) => edge(n));
  return [`--execution-segment=${edge(index)}:${edge(index + 1)}`, `--execution-segment-sequence=${edges.join(',')}`];
}

/** Memory that k6 needs, MiB. Measured with this script and k6 1.1.0: 45, 0.2 a virtual user, and 1 for a thousand drawn arrivals. */
function memoryMiB(users: number, arrivals: number): number {
  return Math.ceil(64 + 0.25 * users + 0.001 * arrivals);
}
